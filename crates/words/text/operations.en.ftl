### Running the installation.

## Operations

operations-title = Operations
operations-well = All is well.
operations-attention =
    { $n ->
        [one] { $n } thing needs
       *[other] { $n } things need
    } attention
operations-jobs = Jobs
operations-jobs-waiting = Waiting
operations-jobs-parked = Parked
operations-jobs-empty = No job is parked.
operations-job-retry = Run again
operations-tally-lag = Tally lag
operations-chain = Event chain
operations-chain-head = Chain head
operations-disk = Free disk space
operations-backup-last = Last back-up
operations-restore-last = Last restore drill
operations-never = never
operations-slow = Slow statements
operations-engine = Database
operations-version = Version
operations-rows = Rows
operations-seconds =
    { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    }
