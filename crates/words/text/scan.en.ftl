# `danvan analyse scan`: clusters of cases in space and time.

scan-done = { $count ->
    [0] No window holds more than expected; written to { $file }.
    [one] One cluster, written to { $file }.
   *[other] { $count } clusters, written to { $file }.
}
scan-cell = { $file }, line { $line }, column { $column }: { $kind ->
    [missing] nothing is written there.
    [number] “{ $value }” is not a number.
    [count] “{ $value }” is not a whole number.
    [negative] { $value } is below zero.
    [place] “{ $value }” is not among the places.
    [time] “{ $value }” is not a time in this unit.
    [twice] “{ $value }” was there already.
   *[globe] { $value } is not on the globe.
}
scan-no-column = { $file }: the column { $column } is missing.
scan-no-population = The place { $place } has no population.
scan-no-period = The period holds no unit of time, or more than 100,000.
scan-no-time = { $argument }: “{ $value }” is not a time in this unit, or not within the period.
scan-needed = { $argument } must be given as well.
scan-refused = { $kind ->
    [places] There must be two places at least, and 65,535 at most.
    [times] To scan time, there must be two units of it at least.
    [cases] There must be two cases at least.
    [many] There are more cases or people than can be counted here: 2³¹.
    [controls] There is no control: everybody is a case.
    [permute] All cases are in one place or at one time: nothing can be permuted.
    [population] There are cases in { $place } ({ $time }), where nobody lived.
    [stratum] There are cases in the stratum “{ $place }”, in which nobody lived.
   *[other] An option is outside its bounds: { $reason }
}
