//! One binary of behaviour tests; a module a behaviour.

mod ipc_contract;
mod net;
mod net_address;
mod net_exchange;
mod net_tls;
