//! Coverage: kinds, metrics, n / N / unknown with the list behind each figure, load, gaps, terms.
