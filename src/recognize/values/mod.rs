//! Value parsers: from the normalized text of a cell to a typed value.
