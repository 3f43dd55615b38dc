//! Who may do what: the only place that decides it. Actions ask; pages never do.
