//! The files of words, looked through as a whole. One program for all of them: each more would be linked and started anew.

mod procedures;
mod word_files;
