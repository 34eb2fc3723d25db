//! One binary of behaviour tests; a module a behaviour.

mod ipc_contract;
