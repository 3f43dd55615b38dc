//! Taking connections: one task each, heads of requests waited for only so long, and an orderly end.

use crate::patience::Patience;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{io, net::SocketAddr, pin::pin, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tower::{Service, service_fn};

/// How long to wait when the system has no more room for connections.
const NO_ROOM: Duration = Duration::from_secs(1);

/// Serves until `stop` ends, then lets answers under way finish for as long as the patience says.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()> + Send,
) {
    let mut connections = http1::Builder::new();
    connections.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let under_way = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, address) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().call(request.map(Body::new))
        });
        let connection =
            connections.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.stop, under_way.shutdown()).await.is_err() {
        tracing::warn!("stopped before every answer was sent");
    }
}

/// The next connection. One that broke before it was taken is passed over; without room for more, some time passes first.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
}

/// Whether an error is that of one connection alone.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
