# What `danvan analyse` says of a file: rows are counted from 1 below the heading.

analysis-no-column = { $file } has no column { $column }; it has: { $columns }
analysis-cell = { $file }, row { $row }, column { $column }: { $kind ->
    [day] “{ $value }” is no day such as 2026-01-05.
    [whole] “{ $value }” is no whole number.
   *[other] “{ $value }” is no number.
}
analysis-series = { $file }: { $kind ->
    [too-short] { $value } rows are too few; this needs at least { $other }.
    [too-short-of] column { $column }: { $value } rows are too few; this needs at least { $other }.
    [negative] row { $row }, column { $column }: { $value } is below zero.
    [too-large] row { $row }, column { $column }: { $value } is too large.
    [gap] row { $row }, column { $column }: { $other } is missing; { $value } stands there.
    [twice] row { $row }, column { $column }: { $value } stands there a second time.
    [order] row { $row }, column { $column }: { $value } is not after the row above.
    [step] row { $row }, column { $column }: { $value } begins no period of this series.
    [no-step] row { $row }, column { $column }: { $value } days after the first, which is no day, week, month or quarter.
    [zero] column { $column }: all { $value } rows are zero, which says nothing.
    [constant] column { $column }: all { $value } rows are { $other }, which says nothing.
    [length] column { $column }: { $value } values for { $other } rows.
    [value] row { $row }, column { $column }: { $value } cannot be used.
    [effort] row { $row }, column { $column }: zero, though { $value } were counted.
    [history] row { $row }: too few rows before it; row { $other } is the first that can be judged.
    [nothing] column { $column }: none of the { $value } rows is to be judged.
    [option] --{ $column } cannot be { $value }.
    [no-base] no forecast of { $column } is given.
    [no-bottom] no row stands for { $column } alone, with a 1 there and nothing else.
    [singular] the errors of these series depend on one another: with these residuals this method cannot be used.
    [other] { $other }
    [influence] This method cannot take { $column } into account here.
   *[curve] row { $row }, column { $column }: no curve fits the rows before it.
}
analysis-of-series = { $file }, row { $row }: { $kind ->
    [unknown] the series “{ $value }” has no row among the sums.
   *[twice] “{ $value }” has { $date } already.
}
analysis-residuals-needed = This needs --residuals: what the forecasts got wrong in the past.
analysis-forecast-written = { $series ->
    [one] Forecast one series: { $file }
   *[other] Forecast { $series } series: { $file }
}
analysis-reconcile-written = { $series ->
    [one] One series adds up: { $file }
   *[other] { $series } series add up: { $file }
}
analysis-option = --{ $option } does not belong to { $method }.
analysis-written = { $rows ->
    [one] Judged one row, { $alarms } with an alarm: { $file }
   *[other] Judged { $rows } rows, { $alarms } with an alarm: { $file }
}
analysis-vote = { $file }, line { $line }, column { $column }: { $kind ->
    [vote] “{ $value }” is no vote; write 1, -1, 0, or nothing.
    [vote-twice] “{ $value }” has a vote of this voter already; add a column timestamp that tells which came later.
    [voter-twice] “{ $value }” stands there a second time.
    [statement-twice] this column stands there twice.
    [time] “{ $value }” is no moment as a number.
   *[moderated] “{ $value }” must be -1, 0 or 1.
}
analysis-opinion-written = { $groups ->
    [one] Everybody is in one group: { $file }
   *[other] Found { $groups } groups: { $file }
}
analysis-protect = { $file }{ $line ->
    [0] { "" }
   *[other] , line { $line }
}{ $kind ->
    [sum] { " " }({ $cell }): { $value } stands there, its parts add up to { $other }.
    [given-away] { " " }({ $cell }): what is known already gives this small count away.
    [unsolved] : what is to be withheld could not be reckoned; try fewer dimensions or a smaller margin.
    [twice] : “{ $value }” stands there a second time.
    [nobody] : “{ $value }” is a sum, and nobody can be counted there.
    [circle] : the levels of “{ $value }” go round in a circle.
    [many] : more than { $value } cells.
    [levels] : write --levels as COLUMN=FILE, not “{ $value }”.
   *[count] : “{ $value }” is no count; this needs a whole number from 0.
}
analysis-protect-written = { $withheld ->
    [0] All { $cells } cells may be shown: { $file }
   *[other] Of { $cells } cells { $withheld } are withheld: { $file }
}
analysis-compare-written = { $beyond ->
    [0] Compared { $units } units, all where chance would have them: { $file }
   *[other] Compared { $units } units, { $beyond } beyond what chance would do: { $file }
}
analysis-per = --per must be above 0, not { $value }.
