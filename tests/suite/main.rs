//! One binary of behaviour tests; a module a behaviour.

