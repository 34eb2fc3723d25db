//! A WordPress as Debian packages it, followed for real.
