//! What pages are made of beyond text: the flow diagram and the large lettering.

pub mod flow;
pub mod lettering;
pub mod matrix;
