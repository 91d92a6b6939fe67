//! What a reader sees, byte for byte.

use super::*;
use xmpp_codegen::source::Span;
use xmpp_xml::Answer;

const STANZA: &str = "<iq type='set' id='r1' xmlns='jabber:client'>\n  <query xmlns='jabber:iq:roster'>\n    <item name='Nurse' subscription='bothh'/>\n  </query>\n</iq>\n";
const SCHEMA: &str = "<xs:schema>\n  <xs:attribute name='jid' use='required'/>\n</xs:schema>\n";

fn sources() -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add("stanza.xml", STANZA);
    sources.add("schemas/roster.xsd", SCHEMA);
    sources
}

fn span(sources: &SourceMap, file: u32, text: &str) -> Span {
    let (id, source) = sources.files().nth(file as usize).unwrap();
    let start = source.text.find(text).unwrap();
    Span::new(id, start..start + text.len())
}

fn missing(sources: &SourceMap) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(
        "missing-attribute",
        span(sources, 0, "<item"),
        "`<item/>` lacks the required attribute `jid`",
    )
    .at("in `iq/query/item`")
    .label(span(sources, 1, "use='required'"), "required by the schema");
    diagnostic.path = Some("iq/query/item".to_owned());
    diagnostic.answer = Some(Answer::BAD_REQUEST);
    diagnostic
}

fn shown(diagnostic: &Diagnostic, sources: &SourceMap, format: Format) -> String {
    let style = Style {
        format,
        color: false,
    };
    render(diagnostic, sources, style)
}

#[test]
fn the_full_format_shows_the_stanza_and_the_schema() {
    let sources = sources();
    insta::assert_snapshot!(shown(&missing(&sources), &sources, Format::Full), @r"
    error[missing-attribute]: `<item/>` lacks the required attribute `jid`
     --> stanza.xml:3:5
      |
    3 |     <item name='Nurse' subscription='bothh'/>
      |     ^^^^^ in `iq/query/item`
      |
     ::: schemas/roster.xsd:2:28
      |
    2 |   <xs:attribute name='jid' use='required'/>
      |                            -------------- required by the schema
    ");
}

#[test]
fn a_certain_way_out_is_shown_as_an_edit() {
    let sources = sources();
    let value = span(&sources, 0, "bothh");
    let diagnostic = Diagnostic::error(
        "invalid-value",
        value,
        "`bothh` is not a value of `subscription`",
    )
    .edit("did you mean `both`?", value, "both");
    insta::assert_snapshot!(shown(&diagnostic, &sources, Format::Full), @r"
    error[invalid-value]: `bothh` is not a value of `subscription`
     --> stanza.xml:3:38
      |
    3 |     <item name='Nurse' subscription='bothh'/>
      |                                      ^^^^^
      |
    help: did you mean `both`?
      |
    3 -     <item name='Nurse' subscription='bothh'/>
    3 +     <item name='Nurse' subscription='both'/>
      |
    ");
}

#[test]
fn the_short_format_is_one_line() {
    let sources = sources();
    let diagnostic = missing(&sources).help("add\njid=''");
    insta::assert_snapshot!(shown(&diagnostic, &sources, Format::Short), @"stanza.xml:3:5: error[missing-attribute]: `<item/>` lacks the required attribute `jid` (add jid='')");
}

#[test]
fn json_has_every_field_and_the_answer() {
    let sources = sources();
    let text = shown(&missing(&sources), &sources, Format::Json);
    insta::assert_snapshot!(text, @r#"{"rule":"missing-attribute","severity":"error","message":"`<item/>` lacks the required attribute `jid`","label":"in `iq/query/item`","file":"stanza.xml","line":3,"column":5,"end_line":3,"end_column":10,"path":"iq/query/item","answer":"<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>","help":null,"edit":null,"related":[{"file":"schemas/roster.xsd","line":2,"column":28,"end_line":2,"end_column":42,"message":"required by the schema"}],"notes":[]}"#);
    assert_eq!(text.matches('\n').count(), 1);
}

#[test]
fn github_sees_escaped_properties() {
    let mut sources = SourceMap::default();
    let file = sources.add("a,b:c.xml", "<a/>");
    let diagnostic = Diagnostic::warning("unknown-child", Span::new(file, 0..2), "100 %\nodd");
    insta::assert_snapshot!(shown(&diagnostic, &sources, Format::Github), @"::warning file=a%2Cb%3Ac.xml,line=1,col=1,endLine=1,endColumn=3,title=unknown-child::100 %25%0Aodd");
}

#[test]
fn spans_beyond_the_text_or_inside_a_character_do_no_harm() {
    let mut sources = SourceMap::default();
    let file = sources.add("x.xml", "é\n\u{1b}[2J<a/>");
    let empty = sources.add("empty.xml", "");
    for format in [Format::Full, Format::Short, Format::Json, Format::Github] {
        for span in [
            Span::new(file, 1..1),
            Span::new(file, 900..901),
            Span::new(empty, 0..0),
        ] {
            let text = shown(
                &Diagnostic::error("rule", span, "message"),
                &sources,
                format,
            );
            assert!(text.contains("message"), "{text}");
            assert!(!text.contains('\u{1b}'), "{text:?}");
        }
    }
}
