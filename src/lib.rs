//! yomitori reads Japanese disclosure forms into one normalized record per document.

pub mod recognize;
