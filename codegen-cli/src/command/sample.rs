//! `sample`: documents that a schema describes.

use super::generate::show;
use super::{Failure, Outcome};
use crate::args::{Kind, Sample};
use crate::progress::Progress;
use crate::schemas::Schemas;
use crate::terminal::Terminal;
use crate::words::plural;
use std::fs;
use xmpp_codegen::model::ElementId;
use xmpp_codegen::sample::Sampler;

pub(crate) fn run(args: &Sample, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let schemas = Schemas::given(&args.schemas, args.catalog.as_deref())?;
    if schemas.are_broken() {
        show(&schemas.diagnostics, &schemas.sources, terminal)?;
        terminal.flush()?;
        return Ok(Outcome::Findings);
    }
    let sampler = Sampler::new(&schemas.model, &schemas.catalog);
    let name = |id: &ElementId| schemas.model[*id].name.local.as_str();
    let mut elements = sampler.elements();
    if let Some(wanted) = &args.element {
        elements.retain(|id| name(id) == wanted);
        if elements.is_empty() {
            return Err(Failure::new(format!(
                "the schemas declare no element `{wanted}` by itself"
            )));
        }
    }
    let mut progress = Progress::new(elements.len());
    let mut documents = Vec::new();
    let mut without = Vec::new();
    for id in &elements {
        progress.next(name(id));
        let made = documents_of(args, &sampler, *id, name(id));
        if made.is_empty() {
            without.push(name(id));
        }
        documents.extend(made);
    }
    progress.clear();
    give(args, &documents, terminal)?;
    for name in &without {
        terminal.warn(&format!("no such document of <{name}/> can be made"));
    }
    terminal.flush()?;
    Ok(Outcome::of(usize::from(documents.is_empty())))
}

/// A document with the stem of its file.
struct Document {
    stem: String,
    text: String,
}

fn documents_of(args: &Sample, sampler: &Sampler<'_>, id: ElementId, name: &str) -> Vec<Document> {
    let one = |what: String, xml: String| Document {
        stem: format!("{name}-{what}"),
        text: format!("{xml}\n"),
    };
    match args.kind {
        Kind::Minimal => sampler
            .minimal(id)
            .map(|xml| one("minimal".to_owned(), xml)),
        Kind::Maximal => sampler
            .maximal(id)
            .map(|xml| one("maximal".to_owned(), xml)),
        Kind::Random => {
            let seeds = (0..args.count).map(|number| args.seed.wrapping_add(number));
            return seeds
                .filter_map(|seed| Some(one(format!("random-{seed}"), sampler.random(id, seed)?)))
                .collect();
        }
        Kind::Invalid => {
            let invalid = sampler.invalid(id).into_iter().enumerate();
            return invalid
                .map(|(number, invalid)| {
                    let rule = invalid.rule;
                    let what = invalid.what.replace("--", "- -");
                    let text = format!("<!-- {rule}: {what} -->\n{}", invalid.xml);
                    one(format!("invalid-{}-{rule}", number + 1), text)
                })
                .collect();
        }
    }
    .into_iter()
    .collect()
}

/// Prints the documents, or writes them to files.
fn give(args: &Sample, documents: &[Document], terminal: &mut Terminal) -> Result<(), Failure> {
    let Some(directory) = &args.out else {
        return documents
            .iter()
            .try_for_each(|document| terminal.print(&document.text));
    };
    fs::create_dir_all(directory).map_err(|error| Failure::write(directory, &error))?;
    for document in documents {
        let path = directory.join(format!("{}.xml", document.stem));
        fs::write(&path, &document.text).map_err(|error| Failure::write(&path, &error))?;
    }
    let (count, directory) = (plural(documents.len(), "document"), directory.display());
    terminal.line(&format!("{count} in {directory}"))
}
