//! Requests that are no requests: bodies and addresses of junk.

use super::attack::Attack;

pub fn all() -> Vec<Attack> {
    [bodies(), addresses()].concat()
}

fn bodies() -> Vec<Attack> {
    let query = "query=%7Bzzz%7D";
    let mut all: Vec<_> = [
        "",
        " ",
        "{",
        "}",
        "[]",
        "[{}]",
        "null",
        "1",
        "\"{ viewer { subject } }\"",
        "{}",
        "{\"query\":null}",
        "{\"query\":\"\"}",
        "{\"query\":\" \"}",
        "{\"Query\":\"{zzz}\"}",
        "{\"query\":\"{zzz}\"",
        "{\"query\":\"{zzz}\"}}",
        "{\"query\":\"{zzz}\",}",
        "{\"query\":\"\\ud800\"}",
        "{\"query\":\"{zzz(x:\\\"\\ud800\\\")}\"}",
        "{\"query\":\"\\udc00\\ud800\"}",
        "{\"query\":\"{zzz}\",\"query\":\"{yyy}\"}",
        "{\"query\":\"{zzz}\",\"variables\":{},\"variables\":{}}",
        "{\"query\":\"\\u0000\"}",
        "{\"query\":\"{zzz}\"}{\"query\":\"{zzz}\"}",
        "{'query':'{zzz}'}",
        "query={viewer{subject}}",
        "{ viewer { subject } }",
        "\u{feff}{\"query\":\"{zzz}\"}",
        "{\"query\":1e400}",
        "{\"query\":[\"{zzz}\"]}",
        "{\"query\":{\"a\":1}}",
        "[[[[[[[[[",
        "{\"\":",
        "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--x--",
        "<x/>",
    ]
    .iter()
    .enumerate()
    .map(|(n, body)| Attack::raw(format!("junk/body {n}"), *body, query))
    .collect();
    all.push(Attack::raw(
        "junk/bytes that are no text",
        [b"{\"query\":\"".as_slice(), &[0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80], b"\"}"].concat(),
        "query=%FF%FE%C0%80",
    ));
    all
}

fn addresses() -> Vec<Attack> {
    let query = |n: usize, query: &str| Attack::raw(format!("junk/address {n}"), "{}", query);
    let mut all: Vec<_> = [
        "",
        "&&&&",
        "=",
        "query",
        "query=",
        "query=%",
        "query=%zz",
        "query=%00",
        "query=%FF",
        "query=%ED%A0%80",
        "query=%7B",
        "query=a&query=b",
        "query[]=a",
        "query[a]=b",
        "QUERY=%7Bzzz%7D",
        "query=%7Bzzz%7D&variables=",
        "query=%7Bzzz%7D&variables=%5B%5D",
        "query=%7Bzzz%7D&variables=1",
        "query=%7Bzzz%7D&variables=%7B",
        "query=%7Bzzz%7D&extensions=%22",
        "query=%7Bzzz%7D&operationName=",
        "query=%7Bzzz%7D&variables=%7B%7D&variables=%7B%7D",
        "operationName=A",
        "variables=%7B%7D",
        "query=mutation%7BpoolCreate(input:%7Bname:%22A%22%7D)%7BuserErrors%7Bcode%7D%7D%7D",
        "query=subscription%7Bchanges%7Bid%7D%7D",
        "query=%257B__typename%257D",
        "query=%2B%2B%2B",
        "query=+++",
        "query=%7Bzzz%7D#fragment",
        "query=%7Bzzz%7D;variables=%7B%7D",
    ]
    .iter()
    .enumerate()
    .map(|(n, text)| query(n, text))
    .collect();
    let many = |text: &str| text.repeat(64_000 / text.len());
    all.extend(
        ["&", "a&", "a=b&", "%41", "query=%7Bzzz%7D&", "variables=%7B%7D&", "%", "="]
            .iter()
            .enumerate()
            .map(|(n, text)| query(100 + n, &many(text))),
    );
    all
}
