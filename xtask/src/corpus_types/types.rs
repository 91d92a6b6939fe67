//! The compiled types at work: a program that documents are sent through.

use super::order;
use super::package::Package;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use xmpp_codegen::instance::Judge;
use xmpp_xml::Node;

/// The types of all sets.
pub(crate) struct Types<'p> {
    package: &'p Package,
    program: Program,
    /// By namespace and local name, as places in the list of the package.
    by_name: BTreeMap<(&'p str, &'p str), Vec<usize>>,
    /// What was said of the elements of a document, by the places where they begin.
    said: BTreeMap<(usize, usize), (String, String)>,
}

impl<'p> Types<'p> {
    pub(crate) fn start(package: &'p Package) -> Result<Self, String> {
        let mut by_name: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (index, element) in package.elements.iter().enumerate() {
            let key = (element.name.0.as_str(), element.name.1.as_str());
            by_name.entry(key).or_default().push(index);
        }
        Ok(Self {
            package,
            program: Program::start(&package.program())?,
            by_name,
            said: BTreeMap::new(),
        })
    }

    /// Forgets what was said: another document comes.
    pub(crate) fn forget(&mut self) {
        self.said.clear();
    }

    /// The types that read the element.
    pub(crate) fn of(&self, node: Node<'_>) -> Vec<usize> {
        let known = self.by_name.get(&(node.namespace(), node.name()));
        known.cloned().unwrap_or_default()
    }

    /// Sends an element through a type: what became of it, and the text.
    pub(crate) fn send(
        &mut self,
        node: Node<'_>,
        index: usize,
    ) -> Result<(String, String), String> {
        let key = (node.offset(), index);
        if let Some(said) = self.said.get(&key) {
            return Ok(said.clone());
        }
        let said = self.program.send(index, &node.to_fragment().to_xml())?;
        self.said.insert(key, said.clone());
        Ok(said)
    }

    /// What a type says against an element, or a type of the same set against what stands in it as a wildcard's content. What no
    /// wildcard admits is ignored, as the strict judge tells.
    pub(crate) fn objection(
        &mut self,
        root: Node<'_>,
        index: usize,
        strict: &Judge<'_>,
    ) -> Result<Option<String>, String> {
        let set = self.package.elements[index].set;
        let ignored = order::unknown(strict, root);
        let judged = |child: &Node<'_>| {
            strict.knows(child.namespace()) && !ignored.contains(&child.position().offset)
        };
        let mut open = vec![(root, Some(index))];
        while let Some((node, index)) = open.pop() {
            if let Some(index) = index {
                let (kind, text) = self.send(node, index)?;
                if kind != "written" {
                    let name = &self.package.elements[index].type_;
                    return Ok(Some(format!("{kind} by {name}: {}", text.trim())));
                }
            }
            for child in node.elements().filter(judged) {
                let own = child.same_namespace(node);
                let index = self.of_set(child, set).filter(|_| !own);
                open.push((child, index));
            }
        }
        Ok(None)
    }

    /// The type that reads the element beside those of a set: of the set itself, or else of the first that has one.
    fn of_set(&self, node: Node<'_>, set: usize) -> Option<usize> {
        let known = self.of(node);
        let same = known
            .iter()
            .find(|index| self.package.elements[**index].set == set);
        same.or_else(|| known.first()).copied()
    }
}

/// The program that knows the types.
#[derive(Debug)]
struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(path: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut child = Command::new(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or("a program without pipes")?;
        Ok(Self {
            child,
            input,
            output: BufReader::new(output),
        })
    }

    /// Sends a document through a type: what became of it, and the text.
    fn send(&mut self, index: usize, xml: &str) -> Result<(String, String), String> {
        let failed = |error: std::io::Error| format!("the program of types: {error}, at {xml}");
        write!(self.input, "{index} {}\n{xml}", xml.len()).map_err(failed)?;
        self.input.flush().map_err(failed)?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(failed)?;
        let (kind, length) = line
            .trim()
            .split_once(' ')
            .ok_or_else(|| format!("the program of types ends at {xml}"))?;
        let mut bytes = vec![0; length.parse().unwrap_or(0)];
        self.output.read_exact(&mut bytes).map_err(failed)?;
        Ok((
            kind.to_owned(),
            String::from_utf8_lossy(&bytes).into_owned(),
        ))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has nothing more to say.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
