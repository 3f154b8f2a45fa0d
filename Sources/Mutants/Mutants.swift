// An LSTM with one nameable fault: what a suite must be able to see. `MutantBackend` is a correct LSTM of its own, which
// shares no arithmetic with any backend; a `Fault` replaces one of its named points. `Mutant.allCases` is the bank, put
// together from one table for each class of faults.
