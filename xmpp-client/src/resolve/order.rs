//! The order in which the targets of SRV records are tried (RFC 2782, XEP-0368 §3).

use hickory_resolver::proto::rr::rdata::SRV;

use super::Endpoint;

/// What the records of a domain come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The places to try, in order.
    Endpoints(Vec<Endpoint>),
    /// There are no records.
    Nothing,
    /// There are records that say there is no service.
    NoService,
}

/// Both kinds of records are one list (XEP-0368 §3): by priority, and within a priority at random by weight.
pub(super) fn combine(
    starttls: Vec<SRV>,
    direct: Vec<SRV>,
    mut random: impl FnMut() -> u32,
) -> Found {
    let mark = |records: Vec<SRV>, direct_tls| {
        let records = records.into_iter();
        records.map(move |record| (record, direct_tls))
    };
    let mut records: Vec<_> = mark(starttls, false).chain(mark(direct, true)).collect();
    if records.is_empty() {
        return Found::Nothing;
    }
    records.retain(|(record, _)| !record.target.is_root());
    if records.is_empty() {
        return Found::NoService;
    }
    let mut endpoints = Vec::with_capacity(records.len());
    while !records.is_empty() {
        let (record, direct_tls) = records.swap_remove(next(&records, random()));
        endpoints.push(Endpoint {
            host: record.target.to_ascii().trim_end_matches('.').to_owned(),
            port: record.port,
            direct_tls,
        });
    }
    Found::Endpoints(endpoints)
}

/// The next record: of those of the lowest priority, one whose chance is its weight (RFC 2782, "Weight"). A weight of 0 leaves
/// a small chance.
fn next(records: &[(SRV, bool)], random: u32) -> usize {
    let priority = records.iter().map(|(record, _)| record.priority).min();
    let candidates = || {
        let records = records.iter().enumerate();
        records.filter(|(_, (record, _))| Some(record.priority) == priority)
    };
    let chance = |record: &SRV| u64::from(record.weight) * 64 + 1;
    let total: u64 = candidates().map(|(_, (record, _))| chance(record)).sum();
    let mut left = u64::from(random) % total.max(1);
    for (index, (record, _)) in candidates() {
        match left.checked_sub(chance(record)) {
            Some(rest) => left = rest,
            None => return index,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Found, combine};
    use hickory_resolver::proto::rr::Name;
    use hickory_resolver::proto::rr::rdata::SRV;

    fn record(priority: u16, weight: u16, port: u16, target: &str) -> SRV {
        SRV::new(priority, weight, port, Name::from_ascii(target).unwrap())
    }

    fn tried(found: Found) -> Vec<(String, bool)> {
        let Found::Endpoints(endpoints) = found else {
            panic!("{found:?}")
        };
        let shown = |endpoint: Endpoint| (endpoint.to_string(), endpoint.direct_tls);
        endpoints.into_iter().map(shown).collect()
    }

    #[test]
    fn both_kinds_of_records_are_one_list_by_priority() {
        let starttls = vec![
            record(10, 0, 5222, "b.example."),
            record(30, 0, 5222, "d.example."),
        ];
        let direct = vec![
            record(20, 0, 443, "c.example."),
            record(5, 0, 5223, "a.example."),
        ];
        let order = tried(combine(starttls, direct, || 0));
        let expected = [
            ("a.example:5223", true),
            ("b.example:5222", false),
            ("c.example:443", true),
            ("d.example:5222", false),
        ];
        assert_eq!(
            order,
            expected.map(|(shown, direct)| (shown.to_owned(), direct))
        );
    }

    #[test]
    fn the_weight_is_the_chance_to_come_first() {
        let mut first = 0;
        for random in 0..4096 {
            let records = vec![
                record(1, 3, 5222, "often.example."),
                record(1, 1, 5222, "seldom.example."),
            ];
            let order = tried(combine(records, Vec::new(), || random * 1_000_003));
            assert_eq!(order.len(), 2);
            first += usize::from(order[0].0.starts_with("often"));
        }
        assert!(
            (2867..3277).contains(&first),
            "{first} of 4096, three quarters expected"
        );
    }

    #[test]
    fn a_weight_of_zero_leaves_a_chance() {
        let records = || {
            vec![
                record(1, 0, 5222, "never.example."),
                record(1, 1, 5222, "other.example."),
            ]
        };
        assert_eq!(
            tried(combine(records(), Vec::new(), || 0))[0].0,
            "never.example:5222"
        );
        assert_eq!(
            tried(combine(records(), Vec::new(), || 1))[0].0,
            "other.example:5222"
        );
    }

    /// RFC 6120 §3.2.1 step 3.
    #[test]
    fn the_root_as_target_says_that_there_is_no_service() {
        assert_eq!(
            combine(vec![record(0, 0, 0, ".")], Vec::new(), || 0),
            Found::NoService
        );
        assert_eq!(combine(Vec::new(), Vec::new(), || 0), Found::Nothing);
        let order = tried(combine(
            vec![record(0, 0, 0, ".")],
            vec![record(0, 0, 443, "a.example.")],
            || 0,
        ));
        assert_eq!(order, [("a.example:443".to_owned(), true)]);
    }
}
