//! Normalization: NFKC and Japanese typesetting, with a map back to the text as read.

pub mod fold;
