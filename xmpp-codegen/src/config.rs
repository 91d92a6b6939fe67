//! One builder for every way in: the command line, `build.rs`, `cargo codegen`.

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::library::Library;
use crate::model::Model;
use crate::plan::item::{Item, Module, Namespace, Struct};
use crate::rule::{invalid_catalog, unreadable_file, unwritable_file};
use crate::source::{FileId, SourceMap, Span};
use crate::{conversation, emit, load, plan};
use std::fmt;
use std::path::{Path, PathBuf};

/// What to compile, and how. Nothing is read before [`Config::generate`] or [`Config::compile`].
///
/// ```
/// let output = xmpp_codegen::Config::new()
///     .schema_text(
///         "todo.xsd",
///         "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:todo:0'>
///            <xs:element name='list'><xs:complexType><xs:sequence/></xs:complexType></xs:element>
///          </xs:schema>",
///     )
///     .generate()?;
/// assert_eq!(output.files[0].name, "todo.rs");
/// assert!(output.files[0].text.contains("pub struct List"));
/// # Ok::<(), xmpp_codegen::Report>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    inputs: Vec<Input>,
    catalog: Option<Input>,
    options: plan::Options,
    out_dir: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Input {
    File(PathBuf),
    Directory(PathBuf),
    Text { name: String, text: String },
}

/// What a run made.
#[derive(Clone, Debug)]
pub struct Output {
    /// The generated files, in the order of the schemas.
    pub files: Vec<File>,
    /// Warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read.
    pub sources: SourceMap,
    /// The types that are elements by themselves, module and name: `roster::Roster`.
    pub elements: Vec<String>,
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, `roster.rs`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Why nothing was made: every finding, and the files they are about.
#[derive(Clone)]
pub struct Report {
    /// Errors, and the warnings beside them.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read.
    pub sources: SourceMap,
}

/// Compiles the schemas of a directory, with its `catalog.toml` if it has one, into `OUT_DIR`: a build script in one line.
///
/// What is wrong with them fails the build, with the place in the schema. See [`Config::compile`].
pub fn compile(directory: impl AsRef<Path>) {
    // A failure has been told to Cargo, which ends the build for it.
    let _ = Config::new().schemas(directory).compile();
}

impl Config {
    /// Nothing to compile yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema.
    #[must_use]
    pub fn schema(mut self, path: impl AsRef<Path>) -> Self {
        self.inputs.push(Input::File(path.as_ref().to_owned()));
        self
    }

    /// Adds every `*.xsd` of a directory, in the order of their names. Its `catalog.toml` is used unless another is given.
    #[must_use]
    pub fn schemas(mut self, directory: impl AsRef<Path>) -> Self {
        self.inputs
            .push(Input::Directory(directory.as_ref().to_owned()));
        self
    }

    /// Adds a schema that is at hand as text, under the name of a file.
    #[must_use]
    pub fn schema_text(mut self, name: &str, text: &str) -> Self {
        self.inputs.push(Input::text(name, text));
        self
    }

    /// The catalogue: what the schemas cannot say.
    #[must_use]
    pub fn catalog(mut self, path: impl AsRef<Path>) -> Self {
        self.catalog = Some(Input::File(path.as_ref().to_owned()));
        self
    }

    /// The catalogue as text, under the name of a file.
    #[must_use]
    pub fn catalog_text(mut self, name: &str, text: &str) -> Self {
        self.catalog = Some(Input::text(name, text));
        self
    }

    /// Types of that namespace are in that module already: they are named, not generated.
    /// Its schema is still given, or in the library, since the names come from there.
    /// The namespaces of the schemas that come with the compiler are preset, as `xmpp_core::schema::…`.
    #[must_use]
    pub fn external(mut self, namespace: &str, module: &str) -> Self {
        self.options
            .external
            .insert(namespace.to_owned(), module.to_owned());
        self
    }

    /// Where the runtime crate is, if not at `xmpp_core`.
    #[must_use]
    pub fn runtime_path(mut self, path: &str) -> Self {
        self.options.runtime = path.to_owned();
        self
    }

    /// The module that holds the generated modules: `super`, if nothing else is said.
    #[must_use]
    pub fn module_path(mut self, path: &str) -> Self {
        self.options.modules = path.to_owned();
        self
    }

    /// What the first line of each file tells its reader to do instead of editing it: ``run `cargo codegen` ``.
    #[must_use]
    pub fn regenerate(mut self, instruction: &str) -> Self {
        self.options.regenerate = instruction.to_owned();
        self
    }

    /// Where [`Self::compile`] writes to, if not to `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, directory: impl AsRef<Path>) -> Self {
        self.out_dir = Some(directory.as_ref().to_owned());
        self
    }

    /// Compiles in memory.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or anything in it is an error.
    pub fn generate(&self) -> Result<Output, Report> {
        self.made(false)
    }

    /// The modules; with conversations, those beside them.
    fn made(&self, conversations: bool) -> Result<Output, Report> {
        let mut run = Run::default();
        let schemas = run.schemas(&self.inputs);
        let catalog = run.catalog(self.catalog.as_ref(), &self.inputs);
        run.stop_at_errors()?;
        let library = Library::builtin();
        let options = run.options(&self.options, &library);
        let (model, found) = load(&mut run.sources, &schemas, &catalog, &library);
        run.diagnostics.extend(found);
        run.stop_at_errors()?;
        let (mut modules, found) = plan::plan(&model, &catalog, &options);
        run.diagnostics.extend(found);
        run.stop_at_errors()?;
        let mut files = Vec::new();
        let mut elements = Vec::new();
        for module in &mut modules {
            elements.extend(element_types(&model, module));
            module.source = run.source_of(module.file, &module.stem);
            files.push(File {
                name: format!("{}.rs", module.name),
                text: emit::emit(module),
            });
        }
        if conversations {
            files.extend(
                conversation::all(&model, &catalog).map(|(stem, exchanges)| File {
                    name: format!("{}.conversation.rs", plan::module_name(stem)),
                    text: conversation::table(&exchanges, &self.options.runtime),
                }),
            );
        }
        Ok(Output {
            files,
            diagnostics: run.diagnostics,
            sources: run.sources,
            elements,
        })
    }

    /// Compiles in a build script: writes the files to `OUT_DIR`, to be included with `xmpp_core::include_schema!`.
    ///
    /// Tells Cargo to run again when a schema or the catalogue changes, and every finding as `file:line:column: message`.
    /// Errors fail the build even if the result is ignored.
    ///
    /// # Errors
    ///
    /// Those of [`Self::generate`], and if a file cannot be written.
    pub fn compile(&self) -> Result<(), Report> {
        for path in self.watched() {
            say(&format!("cargo::rerun-if-changed={}", path.display()));
        }
        let mut config = self.clone();
        config.options.included = true;
        let outcome = config.made(true).and_then(|output| self.write(output));
        let (diagnostics, sources) = match &outcome {
            Ok(output) => (&output.diagnostics, &output.sources),
            Err(report) => (&report.diagnostics, &report.sources),
        };
        for diagnostic in diagnostics {
            let kind = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            say(&format!("cargo::{kind}={}", line(diagnostic, sources, "")));
        }
        outcome.map(|_| ())
    }

    /// The files and directories that the result depends on.
    fn watched(&self) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for input in self.inputs.iter().chain(&self.catalog) {
            match input {
                Input::File(path) => paths.push(path.clone()),
                Input::Directory(path) => {
                    paths.push(path.clone());
                    paths.extend(xsd_files(path).unwrap_or_default());
                    paths.extend(catalog_of(path));
                }
                Input::Text { .. } => {}
            }
        }
        paths
    }

    fn write(&self, output: Output) -> Result<Output, Report> {
        let directory = self
            .out_dir
            .clone()
            .or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        let failure = |message: String| {
            let mut report = Report {
                diagnostics: output.diagnostics.clone(),
                sources: output.sources.clone(),
            };
            let file = report.sources.add("<output>", "");
            report
                .diagnostics
                .push(unwritable_file::PAGE.report(Span::new(file, 0..0), message));
            report
        };
        let Some(directory) = directory else {
            return Err(failure(
                "`OUT_DIR` is not set: this is for build scripts".to_owned(),
            ));
        };
        let table = File {
            name: "element-types.rs".to_owned(),
            text: output.table(),
        };
        for file in output.files.iter().chain([&table]) {
            let path = directory.join(&file.name);
            std::fs::create_dir_all(&directory)
                .and_then(|()| std::fs::write(&path, &file.text))
                .map_err(|error| failure(format!("cannot write {}: {error}", path.display())))?;
        }
        Ok(output)
    }
}

impl Output {
    /// The types that are elements as an expression, which the crate `xmpp-testing` tests.
    pub fn table(&self) -> String {
        let rows: String = self
            .elements
            .iter()
            .map(|path| format!("    xmpp_testing::Type::of::<crate::{path}>({path:?}),\n"))
            .collect();
        format!("[\n{rows}]\n")
    }

    /// The text of a `mod.rs` that declares the generated modules.
    pub fn index(&self, regenerate: &str) -> String {
        let mut names: Vec<_> = self
            .files
            .iter()
            .map(|file| file.name.trim_end_matches(".rs"))
            .collect();
        names.sort_unstable();
        let modules: String = names
            .iter()
            .map(|name| format!("pub mod {name};\n"))
            .collect();
        format!(
            "// @generated by xmpp-codegen. Do not edit: {regenerate}.\n\n//! Types generated from schemas, a module for each.\n\n{modules}"
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.diagnostics.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            let kind = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            write!(f, "{gap}{}", line(diagnostic, &self.sources, kind))?;
        }
        Ok(())
    }
}

/// The same as `Display`, since that is what `fn main() -> Result<(), Report>` shows.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Report {}

impl Input {
    fn text(name: &str, text: &str) -> Self {
        Self::Text {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// What has been read and found so far.
#[derive(Default)]
struct Run {
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl Run {
    fn schemas(&mut self, inputs: &[Input]) -> Vec<FileId> {
        let mut files = Vec::new();
        for input in inputs {
            match input {
                Input::File(path) => files.extend(self.read(path)),
                Input::Text { name, text } => files.push(self.sources.add(name, text)),
                Input::Directory(path) => match xsd_files(path) {
                    Ok(paths) if paths.is_empty() => self.unreadable(path, "no `*.xsd` is in it"),
                    Ok(paths) => files.extend(paths.iter().filter_map(|path| self.read(path))),
                    Err(error) => self.unreadable(path, &error.to_string()),
                },
            }
        }
        files
    }

    fn catalog(&mut self, given: Option<&Input>, inputs: &[Input]) -> Catalog {
        let beside: Vec<Input> = inputs
            .iter()
            .filter_map(|input| match input {
                Input::Directory(path) => catalog_of(path).map(Input::File),
                Input::File(_) | Input::Text { .. } => None,
            })
            .collect();
        let file = match given.or_else(|| beside.first()) {
            Some(Input::File(path) | Input::Directory(path)) => self.read(path),
            Some(Input::Text { name, text }) => Some(self.sources.add(name, text)),
            None => None,
        };
        let Some(file) = file else {
            return Catalog::default();
        };
        let (mut catalog, found) = Catalog::parse(file, &self.sources.file(file).text);
        catalog.is_complete = given.is_none();
        self.diagnostics.extend(found);
        if let (None, [_, Input::File(second), ..]) = (given, beside.as_slice()) {
            let message = format!("one catalogue at a time: another is {}", shown(second));
            let report = invalid_catalog::PAGE.report(Span::new(file, 0..0), message);
            self.diagnostics.push(report.help("name the one to use"));
        }
        catalog
    }

    /// The options, with what the compiler knows of its own schemas.
    fn options(&mut self, options: &plan::Options, library: &Library) -> plan::Options {
        let text = library.catalog();
        let file = self.sources.add("<library>/catalog.toml", text);
        plan::Options {
            library: Catalog::parse(file, text).0,
            ..options.clone()
        }
    }

    fn read(&mut self, path: &Path) -> Option<FileId> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(path, &error.to_string());
                return None;
            }
        };
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Some(self.sources.add(shown(path), text)),
            Err(error) => error,
        };
        let (name, at) = (shown(path), error.utf8_error().valid_up_to());
        let text = String::from_utf8_lossy(error.as_bytes());
        let file = self.sources.add(name.clone(), text);
        self.diagnostics
            .push(unreadable_file::report_garbled(&name, file, at));
        None
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        let file = self.sources.add(shown(path), "");
        let message = format!("cannot read {}: {why}", shown(path));
        self.diagnostics
            .push(unreadable_file::PAGE.report(Span::new(file, 0..0), message));
    }

    fn stop_at_errors(&mut self) -> Result<(), Report> {
        if !has_errors(&self.diagnostics) {
            return Ok(());
        }
        Err(Report {
            diagnostics: std::mem::take(&mut self.diagnostics),
            sources: std::mem::take(&mut self.sources),
        })
    }

    /// What the first line of a generated file calls its schema: the file and the directory it is in, so that the text
    /// is the same wherever the repository lies. A family is called by the schema that its members include.
    fn source_of(&self, file: FileId, stem: &str) -> String {
        let path = Path::new(&self.sources.file(file).path);
        let family = path.with_file_name(format!("{stem}.xsd"));
        let known = self
            .sources
            .files()
            .any(|(_, source)| Path::new(&source.path) == family);
        let path = if known { &family } else { path };
        let mut steps: Vec<_> = path
            .iter()
            .rev()
            .take(2)
            .map(|step| step.to_string_lossy())
            .collect();
        steps.reverse();
        steps.join("/")
    }
}

/// The types of a module that are global elements: those that can be the root of a document.
fn element_types(model: &Model, module: &Module) -> Vec<String> {
    let is_global = |item: &Struct| {
        let mut namespaces = module.namespaces.iter();
        let own = namespaces.any(|namespace| model.element(namespace, &item.element).is_some());
        own && !matches!(item.namespace, Namespace::Other(_))
    };
    let structs = module.items.iter().filter_map(|item| match item {
        Item::Struct(item) if is_global(item) => Some(format!("{}::{}", module.name, item.name)),
        _ => None,
    });
    structs.collect()
}

/// A path with `/` on every platform.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn xsd_files(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "xsd") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn catalog_of(directory: &Path) -> Option<PathBuf> {
    Some(directory.join("catalog.toml")).filter(|path| path.is_file())
}

/// `file:line:column: kind[rule]: message (help)`, on one line.
fn line(diagnostic: &Diagnostic, sources: &SourceMap, kind: &str) -> String {
    let span = diagnostic.span();
    let (line, column) = sources.line_column(span);
    let path = &sources.file(span.file).path;
    let (rule, message) = (&diagnostic.rule, &diagnostic.message);
    let help = diagnostic
        .help
        .as_ref()
        .map(|help| format!(" ({})", help.text))
        .unwrap_or_default();
    let text = match kind {
        "" => format!("{path}:{line}:{column}: {message}{help} [{rule}]"),
        kind => format!("{path}:{line}:{column}: {kind}[{rule}]: {message}{help}"),
    };
    text.replace(char::is_control, " ")
}

#[expect(
    clippy::print_stdout,
    reason = "this is how a build script talks to Cargo"
)]
fn say(line: &str) {
    println!("{line}");
}
