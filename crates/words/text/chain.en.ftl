### The chain of events, published every day.

chain-title = The log of events: where it ended each day
chain-lead = Whatever is done here is written into a log that only grows. Every day the mark of its last line is published. Whoever keeps one of the files below can find out later that the log was not written anew or cut short.
chain-how = Download the file of a day and keep it elsewhere. The operator holds the log against it with:
chain-day = { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $lanes ->
    [one] { $lanes } chain
   *[other] { $lanes } chains
}
chain-none-title = Nothing was published yet
chain-none-text = Heads are published once a day, as soon as something has happened.
