# What `danvan analyse` says of a file: rows are counted from 1 below the heading.

analysis-no-column = { $file } has no column { $column }; it has: { $columns }
analysis-cell = { $file }, row { $row }, column { $column }: { $kind ->
    [day] “{ $value }” is no day such as 2026-01-05.
    [whole] “{ $value }” is no whole number.
   *[other] “{ $value }” is no number.
}
analysis-series = { $file }: { $kind ->
    [too-short] { $value } rows are too few; this needs at least { $other }.
    [negative] row { $row }, column { $column }: { $value } is below zero.
    [too-large] row { $row }, column { $column }: { $value } is too large.
    [gap] row { $row }, column { $column }: { $other } is missing; { $value } stands there.
    [twice] row { $row }, column { $column }: { $value } stands there a second time.
    [order] row { $row }, column { $column }: { $value } is not after the row above.
    [step] row { $row }, column { $column }: { $value } begins no period of this series.
    [no-step] row { $row }, column { $column }: { $value } days after the first, which is no day, week or month.
    [zero] column { $column }: all { $value } rows are zero, which says nothing.
    [constant] column { $column }: all { $value } rows are { $other }, which says nothing.
    [length] column { $column }: { $value } values for { $other } rows.
    [value] row { $row }, column { $column }: { $value } cannot be used.
    [effort] row { $row }, column { $column }: zero, though { $value } were counted.
    [history] row { $row }: too few rows before it; row { $other } is the first that can be judged.
    [nothing] column { $column }: none of the { $value } rows is to be judged.
    [option] --{ $column } cannot be { $value }.
    [influence] This method cannot take { $column } into account here.
   *[curve] row { $row }, column { $column }: no curve fits the rows before it.
}
analysis-option = --{ $option } does not belong to { $method }.
analysis-written = { $rows ->
    [one] Judged one row, { $alarms } with an alarm: { $file }
   *[other] Judged { $rows } rows, { $alarms } with an alarm: { $file }
}
