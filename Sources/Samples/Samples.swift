// The room Samples.
