//! Certificates, good and bad. Made anew for every server; nothing is kept.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// What a TLS server holds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certificate {
    /// For 127.0.0.1, signed by an authority that the client may be told to trust.
    Good,
    /// For 127.0.0.1, signed by itself.
    SelfSigned,
    /// For 127.0.0.1, signed by the authority, over since 2020.
    Expired,
    /// For another host, signed by the authority.
    WrongHost,
}

impl Certificate {
    /// The server's side, and the authority in DER.
    #[allow(clippy::expect_used)] // without a certificate there is no test
    pub(super) fn acceptor(self) -> (TlsAcceptor, Vec<u8>) {
        let host = if self == Self::WrongHost { "elsewhere.example" } else { "127.0.0.1" };
        let key = KeyPair::generate().expect("a key can be made");
        let mut leaf = CertificateParams::new(vec![host.to_owned()]).expect("a host name");
        leaf.distinguished_name.push(DnType::CommonName, "a server of the tests");
        leaf.not_before = date_time_ymd(2019, 1, 1);
        leaf.not_after = if self == Self::Expired { date_time_ymd(2020, 1, 1) } else { date_time_ymd(2090, 1, 1) };
        let (leaf, root) = if self == Self::SelfSigned {
            let leaf = leaf.self_signed(&key).expect("a certificate can be made");
            let root = leaf.der().to_vec();
            (leaf, root)
        } else {
            let mut authority = CertificateParams::default();
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            authority.distinguished_name.push(DnType::CommonName, "the authority of the tests");
            let authority_key = KeyPair::generate().expect("a key can be made");
            let authority = CertifiedIssuer::self_signed(authority, authority_key).expect("an authority can be made");
            let leaf = leaf.signed_by(&key, &authority).expect("a certificate can be signed");
            (leaf, authority.der().to_vec())
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring knows TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone()],
                PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
            )
            .expect("key and certificate belong together");
        (TlsAcceptor::from(Arc::new(config)), root)
    }
}
