//! Types of the standard library that are text by name: durations, addresses and paths.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use slotted::Kind;
use slotted::prelude::*;

macro_rules! declare {
    ($($field:ident: $type:ty,)*) => {
        #[derive(Slots, Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "serde", slots(serialize, deserialize))]
        struct All {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
        struct Derived {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        impl From<All> for Derived {
            fn from(all: All) -> Self {
                Derived { $($field: all.$field,)* }
            }
        }
    };
}
declare! {
    duration: Duration,
    maybe: Option<Duration>,
    durations: Vec<Duration>,
    pair: (Duration, [IpAddr; 2]),
    boxed: Box<Duration>,
    ip: IpAddr,
    ipv4: Ipv4Addr,
    ipv6: Ipv6Addr,
    socket: SocketAddr,
    socket_v4: SocketAddrV4,
    sockets_v6: Vec<SocketAddrV6>,
    path: PathBuf,
    boxed_path: Box<Path>,
}

fn all(secs: u64, nanos: u32, ip: u128, port: u16, path: &str) -> All {
    let duration = Duration::new(secs, nanos);
    let (v4, v6) = (Ipv4Addr::from(ip as u32), Ipv6Addr::from(ip));
    All {
        duration,
        maybe: (nanos.is_multiple_of(2)).then_some(duration),
        durations: vec![Duration::ZERO, duration],
        pair: (duration, [v4.into(), v6.into()]),
        boxed: Box::new(duration),
        ip: if port.is_multiple_of(2) { v4.into() } else { v6.into() },
        ipv4: v4,
        ipv6: v6,
        socket: SocketAddr::new(if port.is_multiple_of(3) { v4.into() } else { v6.into() }, port),
        socket_v4: SocketAddrV4::new(v4, port),
        sockets_v6: vec![SocketAddrV6::new(v6, port, 0, 0)],
        path: path.into(),
        boxed_path: Path::new(path).into(),
    }
}

fn any_of_all() -> impl Strategy<Value = All> {
    let secs = prop_oneof![0..100_000_u64, any::<u64>()];
    let nanos = prop_oneof![Just(0), Just(250_000_000), 0..1_000_000_000_u32];
    (secs, nanos, any::<u128>(), any::<u16>(), ".*")
        .prop_map(|(secs, nanos, ip, port, path)| all(secs, nanos, ip, port, &path))
}

proptest! {
    #[test]
    fn what_a_type_prints_is_read_again_as_the_same(value in any_of_all()) {
        let mut read = all(0, 1, 0, 0, "");
        for info in All::LAYOUT.slots() {
            let shown = value.getattr(info.name()).unwrap();
            read.setattr(info.name(), shown.to_value().unwrap()).unwrap();
            read.setattr_str(info.name(), &shown.to_string()).unwrap();
        }
        prop_assert_eq!(read, value);
    }

    #[test]
    #[cfg(feature = "serde")]
    fn data_is_what_serde_writes(value in any_of_all()) {
        fn same<F: PartialEq + Debug>(
            value: &All,
            ours: F,
            theirs: F,
            read: impl Fn(&F) -> All,
        ) -> Result<(), TestCaseError> {
            prop_assert_eq!(&read(&theirs), value);
            prop_assert_eq!(ours, theirs);
            Ok(())
        }
        let theirs = Derived::from(value.clone());
        same(
            &value,
            serde_json::to_string(&value).unwrap(),
            serde_json::to_string(&theirs).unwrap(),
            |text| serde_json::from_str(text).unwrap(),
        )?;
        same(
            &value,
            postcard::to_allocvec(&value).unwrap(),
            postcard::to_allocvec(&theirs).unwrap(),
            |data| postcard::from_bytes(data).unwrap(),
        )?;
        same(
            &value,
            rmp_serde::to_vec(&value).unwrap(),
            rmp_serde::to_vec(&theirs).unwrap(),
            |data| rmp_serde::from_slice(data).unwrap(),
        )?;
    }
}

#[test]
fn a_duration_is_text_with_units() {
    let mut all = all(0, 0, 0, 0, "");
    for (text, duration, shown) in [
        ("0s", Duration::ZERO, "0s"),
        ("250ms", Duration::from_millis(250), "250ms"),
        ("1h 30m", Duration::from_secs(5_400), "1h 30m"),
        ("1h30m", Duration::from_secs(5_400), "1h 30m"),
        (" 1.5s ", Duration::from_millis(1_500), "1s 500ms"),
        ("0.000001ms", Duration::from_nanos(1), "1ns"),
        ("90m", Duration::from_secs(5_400), "1h 30m"),
        ("2d 3µs", Duration::new(172_800, 3_000), "2d 3us"),
        ("1.50h", Duration::from_secs(5_400), "1h 30m"),
        ("0.000000000000625d", Duration::from_nanos(54), "54ns"),
        ("0.0000000000003125d", Duration::from_nanos(27), "27ns"),
        (
            "213503982334601d 7h 15s 999ms 999us 999ns",
            Duration::MAX,
            "213503982334601d 7h 15s 999ms 999us 999ns",
        ),
    ] {
        all.setattr("duration", text).unwrap();
        assert_eq!(all.duration, duration, "{text}");
        assert_eq!(all.getattr("duration").unwrap().to_string(), shown);
        assert_eq!(all.getattr("duration").unwrap(), shown);
    }
    assert_eq!(All::LAYOUT.slot("duration").unwrap().kind(), Kind::Str);
    let before = all.clone();
    for text in [
        "",
        " ",
        "5",
        "s",
        "5 s",
        "1m 1h",
        "1s 1s",
        "1s,5ms",
        "-1s",
        "+1s",
        "1..5s",
        ".5s",
        "5.s",
        "1y",
        "1S",
        "1e3s",
        "0.1ns",
        "0.123456789123456s",
        "0.00000000000031251d",
        "0.00000000000000001d",
        "213503982334602d",
        "340282366920938463463374607431768211456d",
        "1s µ",
        "١s",
    ] {
        let refused = all.setattr("duration", text).unwrap_err().to_string();
        assert!(refused.starts_with("attribute 'duration' of 'All' objects"), "{refused}");
    }
    assert_eq!(
        all.setattr("duration", "1m 1h").unwrap_err().to_string(),
        "attribute 'duration' of 'All' objects: '1m 1h' is not a valid Duration: it must be numbers with units, the \
         largest first, as in '1h 30m' or '250ms'"
    );
    assert_eq!(
        all.setattr("duration", 30).unwrap_err().to_string(),
        "attribute 'duration' of 'All' objects must be Duration, not int"
    );
    // An item of a list is named by its number, an entry of a map by its key.
    let parts = |at: usize| {
        let of = |n: usize| if n == at { Value::from("x") } else { 1.into() };
        (Value::from([of(0), of(1)]), Value::Map([("secs", of(0)), ("nanos", of(1))].into()))
    };
    for (at, list, map) in [(0, "[0]", "['secs']"), (1, "[1]", "['nanos']")] {
        for (value, place) in [(parts(at).0, list), (parts(at).1, map)] {
            let refused = all.setattr("duration", value).unwrap_err().to_string();
            assert!(refused.contains(place), "{place}: {refused}");
        }
    }
    assert_eq!(all, before);
    all.duration = Duration::from_secs(5_400);
    let shown = all.getattr("duration").unwrap();
    assert_eq!(format!("[{shown:>8}] [{shown:<8}] [{shown:.2}]"), "[  1h 30m] [1h 30m  ] [1h]");
}

#[test]
fn an_address_is_text() {
    let mut all = all(0, 0, 0, 0, "");
    all.setattr("ip", "192.168.0.1").unwrap();
    all.setattr("socket", "[::1]:80").unwrap();
    assert_eq!(all.getattr("ip").unwrap(), "192.168.0.1");
    assert_eq!(all.socket.port(), 80);
    assert_eq!(
        all.setattr("ip", "192.168.0.256").unwrap_err().to_string(),
        "attribute 'ip' of 'All' objects: '192.168.0.256' is not a valid IpAddr: invalid IP address syntax"
    );
    assert!(all.setattr("ipv4", "::1").is_err());
    assert!(all.setattr("socket", 80).is_err());
}

#[test]
#[cfg(unix)]
fn a_path_that_is_no_unicode_is_reached_by_its_own_type_only() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let path = PathBuf::from(OsStr::from_bytes(b"a\xff"));
    let mut all = all(0, 0, 0, 0, "");
    all.replace_attr("path", path.clone()).unwrap();
    assert_eq!(all.getattr("path").unwrap().to_value(), None);
    assert_eq!(all.getattr("path").unwrap().downcast_ref::<PathBuf>(), Some(&path));
    #[cfg(feature = "serde")]
    {
        assert!(serde_json::to_string(&all).unwrap_err().to_string().contains("opaque"));
        assert!(serde_json::to_string(&Derived::from(all.clone())).is_err());
    }
    all.setattr("path", "b").unwrap();
    assert_eq!(all.getattr("path").unwrap(), "b");
}

#[cfg(feature = "serde")]
mod data {
    use super::*;

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct One {
        duration: Duration,
    }

    #[derive(serde::Deserialize)]
    struct DerivedOne {
        duration: Duration,
    }

    #[test]
    fn what_serde_takes_for_a_duration_is_taken() {
        for found in [
            r#"{"secs":1,"nanos":5}"#,
            r#"{"nanos":5,"secs":1}"#,
            r#"{"secs":1,"nanos":1000000000}"#,
            r#"{"secs":18446744073709551615,"nanos":999999999}"#,
            r#"{"secs":18446744073709551615,"nanos":1000000000}"#,
            r#"{"secs":1}"#,
            r#"{"secs":1,"nanos":5,"more":1}"#,
            r#"{"secs":1,"more":1}"#,
            r#"{"secs":-1,"nanos":5}"#,
            r#"{"secs":1,"nanos":4294967296}"#,
            "[1,5]",
            "[1]",
            "[1,5,6]",
            "[]",
            "{}",
            "1",
            "null",
        ] {
            let text = format!(r#"{{"duration":{found}}}"#);
            let ours = serde_json::from_str::<One>(&text).ok().map(|one| one.duration);
            let theirs = serde_json::from_str::<DerivedOne>(&text).ok().map(|one| one.duration);
            assert_eq!(ours, theirs, "{found}");
            // And by name.
            let mut one = One { duration: Duration::MAX };
            let value: slotted::Value = serde_json::from_str(found).unwrap();
            let written = one.setattr("duration", value).ok().map(|()| one.duration);
            assert_eq!(written, theirs, "{found}");
        }
        let mut one = One { duration: Duration::MAX };
        for (value, why) in [
            (
                r#"{"secs":1}"#,
                "a dict is not a valid Duration: it must have 'secs' and 'nanos' alone",
            ),
            ("[1]", "a list is not a valid Duration: it must have 'secs' and 'nanos' alone"),
        ] {
            let value: slotted::Value = serde_json::from_str(value).unwrap();
            let error = one.setattr("duration", value).unwrap_err().to_string();
            assert_eq!(error, format!("attribute 'duration' of 'One' objects: {why}"));
        }
        // Ours takes text too, for people.
        let one: One = serde_json::from_str(r#"{"duration":"1h 30m"}"#).unwrap();
        assert_eq!(one.duration, Duration::from_secs(5_400));
    }
}
