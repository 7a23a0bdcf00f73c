//! Requests and their answers, to the byte.
