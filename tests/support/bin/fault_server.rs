//! Plays every fault to whoever asks, until it is ended: `fault-server`. What it prints can be followed in the app.

use std::collections::HashMap;

use warraq_tests::faults::{self, Scene};
use warraq_tests::server::{Certificate, FaultServer};

#[tokio::main]
#[allow(clippy::print_stdout)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (server, victim) = (FaultServer::start().await, FaultServer::start().await);
    let table = faults::table(Scene { port: server.port(), victim: victim.port() });
    faults::serve(&server, &table);
    let mut tls = HashMap::new();
    for certificate in [Certificate::SelfSigned, Certificate::Expired, Certificate::WrongHost] {
        let other = FaultServer::start_tls(certificate).await;
        faults::serve(&other, &table);
        tls.insert(certificate, other);
    }
    let closed = FaultServer::start().await;
    let port = closed.port();
    closed.stop().await;
    println!(
        "Port {}. Healthy on the first visit, the fault from the second on; without /then/ at once.\n",
        server.port()
    );
    for fault in &table {
        println!("{}\n    {}\n    {}", faults::address(fault, &server, port, &tls), fault.about, fault.expected());
    }
    println!("\n{} faults. End with Ctrl-C.", table.len());
    std::future::pending::<()>().await;
    Ok(())
}
