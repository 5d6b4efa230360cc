//! What a page shows ([`ink`]), and what makes it ready to be read: drawn [`marks`] and [`underscores`] become characters, those that
//! their [`widths`] contradict go.

pub mod geometry;
pub mod ink;
pub mod marks;
pub mod paths;
pub mod pens;
pub mod symbols;
pub mod underscores;
pub mod vertical;
pub mod watermark;
pub mod widths;
