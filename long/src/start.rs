//! How long the server takes to start.

use std::time::Duration;

use crate::failure::Failure;
use crate::options::Bench;
use crate::record::{Figure, median};
use crate::server::Place;

/// Starts on directories that are not there yet, and on one that is.
pub(crate) async fn measure(bench: &Bench) -> Result<Vec<Figure>, Failure> {
    let (mut first, mut ready) = (Vec::new(), Vec::new());
    for _ in 0..bench.starts {
        let place = Place::new(&bench.program.server)?;
        first.push(milliseconds(start(&place).await?));
        ready.push(milliseconds(start(&place).await?));
    }
    let how = format!("median of {} starts", bench.starts);
    Ok(vec![
        Figure::new("first start", median(&mut first), "ms", Some(300.0), &how),
        Figure::new(
            "ready on an existing directory",
            median(&mut ready),
            "ms",
            Some(50.0),
            &how,
        ),
    ])
}

async fn start(place: &Place) -> Result<Duration, Failure> {
    let server = place.start().await?;
    let ready = server.ready;
    server.stop().await?;
    Ok(ready)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
