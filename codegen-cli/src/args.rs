//! The command line.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Compiles XML Schemas into Rust types for XMPP, and checks schemas and stanzas
#[derive(Debug, Parser)]
#[command(name = "xmpp-codegen", version, after_help = AFTER_HELP, after_long_help = AFTER_LONG_HELP)]
pub(crate) struct Args {
    /// What to do; without a command, everything at once: compile `schemas/`, check the samples in `tests/stanzas/`
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// When to colour the output
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false
    )]
    pub(crate) color: Color,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write Rust types for schemas
    #[command(after_long_help = GENERATE_HELP)]
    Generate(Generate),
    /// Check schemas, catalogues and stanzas
    #[command(after_long_help = CHECK_HELP)]
    Check(Check),
    /// Judge documents by schemas, to the letter of XML Schema 1.0
    #[command(after_long_help = VALIDATE_HELP)]
    Validate(Validate),
    /// Check the schemas and examples of XMPP extensions' documents against each other
    #[command(after_long_help = XEP_HELP)]
    Xep(Xep),
    /// Explain a rule that a finding names
    #[command(after_long_help = EXPLAIN_HELP)]
    Explain(Explain),
    /// Begin an extension: schema, roles, stanzas and a test
    #[command(after_long_help = NEW_HELP)]
    New(New),
    /// Print the Rust types of a schema, or keep them in a file
    #[command(after_long_help = EXPAND_HELP)]
    Expand(Expand),
    /// Print documents that a schema describes
    #[command(after_long_help = SAMPLE_HELP)]
    Sample(Sample),
    /// Ask a server what schemas and roles say, and judge its answers
    #[command(after_long_help = TEST_HELP)]
    Test(Test),
    /// Print a script that completes commands in a shell
    #[command(after_long_help = COMPLETIONS_HELP)]
    Completions(Completions),
    /// Write manual pages
    #[command(after_long_help = MAN_HELP)]
    Man(Man),
    /// Explain an XMPP address, or compare two
    #[command(after_long_help = JID_HELP)]
    Jid(Jid),
}

/// `generate`
#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// Schema files (.xsd), or directories that hold some
    #[arg(required = true)]
    pub(crate) schemas: Vec<PathBuf>,
    /// Directory for the Rust modules, one per schema; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Catalogue with what XML Schema cannot say; a directory's own `catalog.toml` is found by itself
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
    /// Write nothing; fail where what would be written differs from what is there
    #[arg(long)]
    pub(crate) check: bool,
}

/// `check`
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Schemas (.xsd), catalogues (.toml), stanzas (any other name), directories of them, or `-` for standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: Format,
    /// Judge to the letter: schemas without repairs, stanzas with unknown attributes and children
    #[arg(long)]
    pub(crate) strict: bool,
}

/// `validate`
#[derive(Debug, clap::Args)]
pub(crate) struct Validate {
    /// Documents, or `-` for standard input
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub(crate) files: Vec<PathBuf>,
    /// Schema document; may be given several times. Without one, the documents' own `xsi:schemaLocation` decides
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(crate) schema: Vec<PathBuf>,
    /// How findings are printed
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "full",
        conflicts_with = "batch"
    )]
    pub(crate) format: Format,
    /// Read lines `schema1,schema2<TAB>document` from standard input, and answer each with a line
    #[arg(long)]
    pub(crate) batch: bool,
}

/// `xep`
#[derive(Debug, clap::Args)]
pub(crate) struct Xep {
    /// Documents (XEP-0143), or directories of them
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What the reports are
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
    /// Directory for a report per document, instead of printing them
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// What a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Findings with the lines concerned, and a line of counts
    Text,
    /// A page that stands alone; with --out also one that leads to them all
    Html,
    /// One JSON object per document
    Json,
}

/// `explain`
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Name of the rule, as in `error[unresolved-type]`
    #[arg(required_unless_present = "list")]
    pub(crate) rule: Option<String>,
    /// List every rule
    #[arg(long)]
    pub(crate) list: bool,
}

/// `new`
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// Namespace of the extension, `urn:example:todo:0`
    pub(crate) namespace: String,
    /// Directory of the crate; made where it is not there
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Name of schema and module; without it, the last word of the namespace
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Directory that holds `xmpp-core` and `xmpp-codegen`, for a new `Cargo.toml`; without it, they come from crates.io
    #[arg(long, value_name = "DIR")]
    pub(crate) runtime: Option<PathBuf>,
}

/// `expand`
#[derive(Debug, clap::Args)]
pub(crate) struct Expand {
    /// Schema file (.xsd); its `catalog.toml` beside it is found by itself
    pub(crate) schema: PathBuf,
    /// Catalogue with what XML Schema cannot say
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
    /// File to keep the types in, instead of printing them
    #[arg(long, value_name = "FILE")]
    pub(crate) vendor: Option<PathBuf>,
    /// Write nothing; fail where the file is not what the schema says
    #[arg(long, requires = "vendor")]
    pub(crate) check: bool,
}

/// `sample`
#[derive(Debug, clap::Args)]
pub(crate) struct Sample {
    /// Schema files (.xsd), or directories that hold some
    #[arg(required = true)]
    pub(crate) schemas: Vec<PathBuf>,
    /// Catalogue with what XML Schema cannot say; a directory's own `catalog.toml` is found by itself
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
    /// Element to make; without it, every element that a schema declares by itself
    #[arg(long, value_name = "NAME")]
    pub(crate) element: Option<String>,
    /// Which documents
    #[arg(long, value_name = "KIND", default_value = "minimal")]
    pub(crate) kind: Kind,
    /// How many random documents of each element
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) count: u64,
    /// What random documents are made of: the same seed gives the same ones
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Directory to write the documents to, one per file, instead of printing them; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Which samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// What is required, and no more
    Minimal,
    /// Everything that there can be
    Maximal,
    /// Valid ones by chance
    Random,
    /// One for each rule that can be broken
    Invalid,
}

/// `test`
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Schema files (.xsd), or directories that hold some; with roles in a catalogue
    #[arg(required = true)]
    pub(crate) schemas: Vec<PathBuf>,
    /// Catalogue with the roles; a directory's own `catalog.toml` is found by itself
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
    /// Address of the server, `HOST` or `HOST:PORT`
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) server: String,
    /// Account to ask with; what it keeps there may change
    #[arg(long, value_name = "JID")]
    pub(crate) jid: String,
    /// File that holds the password; without it, the variable XMPP_PASSWORD does
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// SHA-256 fingerprint of a certificate that no authority vouches for
    #[arg(long, value_name = "HEX")]
    pub(crate) fingerprint: Option<String>,
    /// How the outcome is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Report,
}

/// How the outcome of a test is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// A line per request
    Text,
    /// A JSON object per line and request
    Json,
}

/// `completions`
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// Directory for the pages, one per command; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// `jid`
#[derive(Debug, clap::Args)]
pub(crate) struct Jid {
    /// The address, as somebody types it
    pub(crate) address: String,
    /// Another one to compare it with
    pub(crate) other: Option<String>,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Explained,
}

/// How explanations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Explained {
    /// Sentences
    Text,
    /// One JSON object: `addresses`, and `comparison` where there are two
    Json,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines concerned, as rustc prints them
    #[default]
    Full,
    /// One line per finding: `file:line:column: error[rule]: message`
    Short,
    /// One JSON object per line and finding
    Json,
    /// Workflow commands for GitHub Actions
    Github,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

const AFTER_HELP: &str = "`xmpp-codegen --help` shows examples and exit codes.";

const AFTER_LONG_HELP: &str = "\
Examples:
  xmpp-codegen                                      compile schemas/, check tests/stanzas/, say what was done
  xmpp-codegen generate schemas --out src/schema    write a Rust module per schema
  xmpp-codegen check stanza.xml                     is this stanza valid, and what would a server answer?
  xmpp-codegen check my.xsd stanza.xml              the same, with a schema of your own
  xmpp-codegen validate --schema my.xsd my.xml      is this document valid, to the letter of XML Schema?
  xmpp-codegen explain unresolved-type              what a finding means

Exit codes:
  0  clean
  1  findings
  2  the command line is wrong, or a file cannot be read or written";

const GENERATE_HELP: &str = "\
The modules use the crate `xmpp-core`. Files that are already as they should be are not touched, so nothing is rebuilt
without need; running it twice gives identical bytes. Schemas that are imported and not given are taken from those
that come with the compiler; code for them is in `xmpp_core::schema`.

Examples:
  xmpp-codegen generate schemas --out src/schema
  xmpp-codegen generate tictactoe.xsd --out src --catalog catalog.toml
  xmpp-codegen generate schemas --out src/schema --check      in CI: has everybody regenerated?

Exit codes:
  0  written, or with --check: up to date
  1  the schemas have errors, or with --check: something differs
  2  the command line is wrong, or a file cannot be read or written";

const CHECK_HELP: &str = "\
Schemas and catalogues are read as `generate` reads them, and every finding is shown. Stanzas are judged against the
schemas that come with the compiler and those given beside them. A stanza file holds one element or several, or a whole
stream. As on a client's stream, elements without a namespace are in `jabber:client`, and the prefix `stream` is known.
Where a namespace has no schema, what is in it is not judged.

What is clearly meant in a schema is repaired with a warning that says how. With --strict that is an error, as
XML Schema 1.0 has it, and a wildcard that does not say how strict it is demands a declaration.

Examples:
  xmpp-codegen check stanza.xml
  xmpp-codegen check schemas samples                directories: their *.xsd, catalog.toml, *.xml, and those below
  xmpp-codegen check my.xsd stanza.xml --strict
  tail -1 debug.log | xmpp-codegen check - --format json

Formats:
  full    the lines concerned with the cause marked, as rustc prints them
  short   file:line:column: error[rule]: message (help)
  json    one object per line and finding, see below
  github  workflow commands, shown by GitHub beside the lines of a pull request

Fields of a JSON object, absent ones being null:
  rule        kebab-case name, `invalid-value`; `xmpp-codegen explain` knows it
  severity    `error` or `warning`
  message     one sentence
  label       a few words about the place: what was expected there
  file        path as it was given, `-` for standard input
  line, column, end_line, end_column
              place, counted from 1 in characters; the end is the character after it
  path        of the element or attribute in the stanza, `iq/query/item[1]/@jid`
  answer      what a server answers: a stanza error, a stream error or a SASL failure, as XML
  help        a way out
  edit        the edit that takes it: file, line, column, end_line, end_column, text
  related     other places, such as the line of the schema: file, line, column, end_line, end_column, message
  notes       further sentences

Exit codes:
  0  clean
  1  findings
  2  the command line is wrong, or a file cannot be read";

const VALIDATE_HELP: &str = "\
Schemas are read in the strict mode: nothing is repaired, and nothing is looked up but what they include, redefine or import
by a `schemaLocation` beside them; the network is never asked. Documents are general XML: comments, entities and document types
are allowed, and what `xsi:schemaLocation` names is read too, for namespaces that have no schema yet.
They are in UTF-8, in UTF-16, or in ISO-8859-1 if they say so.

Examples:
  xmpp-codegen validate --schema order.xsd order.xml
  xmpp-codegen validate order.xml                          by the schemas that the document names
  xmpp-codegen validate --schema a.xsd --schema b.xsd *.xml --format short
  printf '/x/a.xsd,/x/b.xsd\\t/x/one.xml\\n' | xmpp-codegen validate --batch

Batch:
  Each line of standard input is a job: schema documents, separated by commas, a tab, and a document, all as absolute paths.
  Each job is answered at once with one line, whose first word is the verdict:
    valid           the document is valid; without a document: the schemas are
    invalid         it is not, or cannot be read; the first finding follows
    schema-invalid  the schemas are not, or cannot be read; the first finding follows
  Without schemas, the document's `xsi:schemaLocation` decides.

Exit codes:
  0  every document is valid; with --batch: every job was answered
  1  some document or schema is not
  2  the command line is wrong, or a file cannot be read";

const XEP_HELP: &str = "\
Takes the schemas (`<code>`) and examples (`<example>`) out of the XML of extensions' documents, reads the schemas with repairs,
and judges each example by them and by the schemas that come with the compiler. Schemas find what they import among all documents
given. Lines and columns are those of the document. Entities of other files need not be at hand.

Examples:
  xmpp-codegen xep xep-0030.xml
  xmpp-codegen xep xeps/ --format html --out report       a page per document, and index.html
  xmpp-codegen xep xeps/ --format json | jq .title

An example is
  valid       in the default mode; those that are valid to the letter of their schemas are counted besides
  invalid     with its findings
  not XML     it breaks off, for example; lines of dots, which stand for what is left out, are passed over
  not judged  no schema at hand is about anything in it

Fields of a JSON object: file, number, title, status, schemas (how many), findings (about the schemas, as `check --format json`
has them), examples: caption, line, verdict, to_the_letter, findings.

Exit codes:
  0  nothing found
  1  findings
  2  the command line is wrong, or a file cannot be read or written";

const EXPLAIN_HELP: &str = "\
Examples:
  xmpp-codegen explain missing-attribute
  xmpp-codegen explain --list";

const NEW_HELP: &str = "\
Writes a schema with a list of items, a catalogue that says who asks for it, stanzas that are valid and one that is not,
and a test. Where there is no `Cargo.toml`, a crate is made of it. No file is ever overwritten.

Examples:
  xmpp-codegen new urn:example:todo:0 --dir todo     a crate in the new directory `todo`
  xmpp-codegen new urn:example:todo:0                into the crate in this directory
  xmpp-codegen new http://example.org/tea --name tea

Exit codes:
  0  written
  2  the command line is wrong, a file is there already or cannot be written";

const EXPAND_HELP: &str = "\
What `include_schema!` includes and `schema!` expands to. Kept in a file, it needs no build script: declare the file as a
module, and let CI run the command with --check.

Examples:
  xmpp-codegen expand schemas/todo.xsd
  xmpp-codegen expand schemas/todo.xsd --vendor src/todo.rs
  xmpp-codegen expand schemas/todo.xsd --vendor src/todo.rs --check

Exit codes:
  0  printed or written, or with --check: up to date
  1  the schema has errors, or with --check: the file differs
  2  the command line is wrong, or a file cannot be read or written";

const COMPLETIONS_HELP: &str = "\
Examples:
  xmpp-codegen completions bash > ~/.local/share/bash-completion/completions/xmpp-codegen
  xmpp-codegen completions zsh > ~/.zfunc/_xmpp-codegen
  xmpp-codegen completions fish > ~/.config/fish/completions/xmpp-codegen.fish";

const MAN_HELP: &str = "\
Examples:
  xmpp-codegen man --out man1 && man ./man1/xmpp-codegen.1";

const SAMPLE_HELP: &str = "\
Every document is judged before it is printed: valid ones break no rule, an invalid one breaks the rule that a comment before
it names. The same command prints the same documents.

Examples:
  xmpp-codegen sample schemas/todo.xsd --kind maximal
  xmpp-codegen sample schemas --kind random --count 100 --seed 7 --out samples
  xmpp-codegen sample schemas/todo.xsd --element list --kind invalid

Exit codes:
  0  printed or written
  1  the schemas have errors, or no document could be made
  2  the command line is wrong, or a file cannot be read or written";

const TEST_HELP: &str = "\
For each role that the catalogue gives an element, requests are made of the schema: the smallest, the fullest, those that break
a rule each, and one of a kind that there is not. They are sent to the server and to the account, and the answers are judged: a
result must carry what the role says, what is invalid must be refused with the condition that RFC 6120 wants. A refusal of a
valid request is the application's own affair, unless it is service-unavailable, feature-not-implemented or
internal-server-error. Service discovery must announce the namespace (XEP-0030).

A second session of the account is the client that is asked and told: a valid request to a client, a push that another client
makes up, and each message and presence that the catalogue knows must come there as it was sent, and from whom it was sent. What a
server has no part in, or no client can say, is skipped, with the reason.

The command has the client of this project in it, and is there when it was built with --features test.

Examples:
  XMPP_PASSWORD=.. xmpp-codegen test schemas --server 127.0.0.1:5222 --jid juliet@localhost --fingerprint 9F:86:..
  xmpp-codegen test todo.xsd --catalog catalog.toml --server xmpp.example.org --jid juliet@example.org --password-file secret

Exit codes:
  0  every answer was as it should be
  1  some were not, or the schemas have errors
  2  the command line is wrong, a file cannot be read, or there is no session with the server";
const JID_HELP: &str = "\
Says what RFC 7622 makes of the address: its parts, the rules that each keeps, what becomes of characters beyond ASCII,
the form of the domain in DNS, and what servers see that still use stringprep (RFC 6122).

Examples:
  xmpp-codegen jid Juliet@Example.com/balcony
  xmpp-codegen jid 'fußball@example.com' 'fussball@example.com'      one account, or two?
  xmpp-codegen jid 'henryⅣ@example.com' --format json

Exit codes:
  0  an address; two: the same address
  1  no address; two: different addresses
  2  the command line is wrong";
