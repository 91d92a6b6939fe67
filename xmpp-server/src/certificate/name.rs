//! Names of domains as TLS and certificates write them: in ASCII.

use std::borrow::Cow;

/// A domain in ASCII: labels beyond it become A-labels (RFC 5890 §2.3.2.1). The domain is one of an address, and so is mapped and
/// checked already.
pub fn ascii(domain: &str) -> Cow<'_, str> {
    if domain.is_ascii() {
        return Cow::Borrowed(domain);
    }
    let labels = domain.split('.').map(|label| {
        if label.is_ascii() {
            label.to_owned()
        } else {
            format!("xn--{}", punycode(label))
        }
    });
    Cow::Owned(labels.collect::<Vec<_>>().join("."))
}

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;

/// Punycode (RFC 3492 §6.3). A label of a domain is short, so that nothing can overflow: 1023 bytes times U+10FFFF.
fn punycode(label: &str) -> String {
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = output.len() as u32;
    if basic > 0 {
        output.push('-');
    }
    let (mut handled, mut code, mut delta, mut bias) = (basic, 128, 0_u32, 72);
    let length = label.chars().count() as u32;
    while handled < length {
        let next = label
            .chars()
            .map(u32::from)
            .filter(|character| *character >= code)
            .min()
            .unwrap_or(code);
        delta += (next - code) * (handled + 1);
        code = next;
        for character in label.chars().map(u32::from) {
            if character < code {
                delta += 1;
            } else if character == code {
                encode(delta, bias, &mut output);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    output
}

/// One variable-length integer.
fn encode(mut value: u32, bias: u32, output: &mut String) {
    let mut weight = BASE;
    loop {
        let threshold = weight.saturating_sub(bias).clamp(LEAST, MOST);
        if value < threshold {
            output.push(digit(value));
            return;
        }
        output.push(digit(threshold + (value - threshold) % (BASE - threshold)));
        value = (value - threshold) / (BASE - threshold);
        weight += BASE;
    }
}

fn digit(value: u32) -> char {
    char::from_digit((value + 10) % BASE, BASE).unwrap_or_default()
}

/// How far the thresholds move (RFC 3492 §6.1).
fn adapt(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut steps = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        steps += BASE;
    }
    steps + (BASE - LEAST + 1) * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn labels_beyond_ascii() {
        let rows = [
            ("example.com", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("münchen.faß.example", "xn--mnchen-3ya.xn--fa-hia.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp"),
            // RFC 3492 §7.1, samples A, F and L.
            ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"),
            (
                "почемужеонинеговорятпорусски",
                "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l",
            ),
            ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
        ];
        for (domain, expected) in rows {
            assert_eq!(ascii(domain), expected);
        }
    }
}
