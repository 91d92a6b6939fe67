//! The part of XPath that identity constraints use (XSD part 1 §3.11.6, c-selector-xpath and c-fields-xpaths).

use super::Located;
use super::construct::Construct;
use super::reader::Parser;
use super::tree::Node;
use super::value::is_ncname;
use crate::model::Name;
use crate::model::identity::{NameTest, Path, Selection};
use crate::rule::invalid_path;

/// Reads the `xpath` of an `xs:selector` or `xs:field`; only a field may end in an attribute.
pub(super) fn read(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Selection> {
    let found = parser.attribute(node, "xpath")?;
    let is_field = node.construct() == Construct::Field;
    match Reader::new(node, &found.value).selection(is_field) {
        Ok(paths) => Some(Selection {
            paths,
            span: found.span,
        }),
        Err(why) => {
            let Located { value, span } = found;
            parser.report(invalid_path::report(span, &value, &why));
            None
        }
    }
}

/// A token; the longest possible one is always taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Dot,
    Slash,
    Slashes,
    Bar,
    At,
    Axis(&'t str),
    /// A name test: `name`, `prefix:name`, `prefix:*` or `*`.
    Test(&'t str),
}

struct Reader<'t, 'a, 'i> {
    node: Node<'a, 'i>,
    rest: &'t str,
    next: Option<Token<'t>>,
}

impl<'t, 'a, 'i> Reader<'t, 'a, 'i> {
    fn new(node: Node<'a, 'i>, text: &'t str) -> Self {
        Self {
            node,
            rest: text,
            next: None,
        }
    }

    fn selection(mut self, is_field: bool) -> Result<Vec<Path>, String> {
        self.advance()?;
        let mut paths = vec![self.path(is_field)?];
        while self.next == Some(Token::Bar) {
            self.advance()?;
            paths.push(self.path(is_field)?);
        }
        match self.next {
            None => Ok(paths),
            Some(_) => Err(
                "a path is steps with `/` between them, and paths have `|` between them".to_owned(),
            ),
        }
    }

    fn path(&mut self, is_field: bool) -> Result<Path, String> {
        let mut path = Path::default();
        let mut first = true;
        loop {
            match self.next {
                Some(Token::Dot) => {
                    self.advance()?;
                    if first && self.next == Some(Token::Slashes) {
                        path.anywhere = true;
                        self.advance()?;
                        first = false;
                        continue;
                    }
                }
                Some(Token::At | Token::Axis("attribute")) if is_field => {
                    self.advance()?;
                    path.attribute = Some(self.test()?);
                    return Ok(path);
                }
                Some(Token::At | Token::Axis("attribute")) => {
                    return Err("a selector leads to elements, not to attributes".to_owned());
                }
                Some(Token::Axis("child")) => {
                    self.advance()?;
                    path.steps.push(self.test()?);
                }
                Some(Token::Test(_)) => path.steps.push(self.test()?),
                _ => return Err("a step is missing".to_owned()),
            }
            first = false;
            match self.next {
                Some(Token::Slash) => self.advance()?,
                Some(Token::Slashes) => {
                    return Err("`//` may stand after a first `.` only".to_owned());
                }
                _ => return Ok(path),
            }
        }
    }

    fn test(&mut self) -> Result<NameTest, String> {
        let Some(Token::Test(text)) = self.next else {
            return Err("a name is missing".to_owned());
        };
        self.advance()?;
        let Some((prefix, local)) = text.split_once(':') else {
            return match text {
                "*" => Ok(NameTest::Any),
                name => Ok(NameTest::Name(Name::new("", name))), // no default namespace in XPath
            };
        };
        let namespace = match prefix {
            "xml" => super::XML,
            _ => self
                .node
                .lookup_namespace_uri(Some(prefix))
                .ok_or_else(|| format!("the prefix `{prefix}` is bound to no namespace"))?,
        };
        Ok(match local {
            "*" => NameTest::Namespace(namespace.into()),
            _ => NameTest::Name(Name::new(namespace, local)),
        })
    }

    fn advance(&mut self) -> Result<(), String> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let (token, length) = match self.rest.as_bytes() {
            [] => {
                self.next = None;
                return Ok(());
            }
            [b'/', b'/', ..] => (Token::Slashes, 2),
            [b'/', ..] => (Token::Slash, 1),
            [b'|', ..] => (Token::Bar, 1),
            [b'@', ..] => (Token::At, 1),
            [b'.', b'.', ..] => return Err("`..` is not part of these paths".to_owned()),
            [b'.', ..] => (Token::Dot, 1),
            [b'*', ..] => (Token::Test("*"), 1),
            _ => self.name()?,
        };
        self.rest = &self.rest[length..];
        self.next = Some(token);
        Ok(())
    }

    /// A name test or an axis, and how long it is.
    fn name(&self) -> Result<(Token<'t>, usize), String> {
        let end = self
            .rest
            .find(['/', '|', '@', '*', ' ', '\t', '\n', '\r'])
            .unwrap_or(self.rest.len());
        let mut text = &self.rest[..end];
        if let Some((axis, _)) = text.split_once("::") {
            return match axis {
                "child" | "attribute" => Ok((Token::Axis(axis), axis.len() + 2)),
                _ => Err(format!("the axis `{axis}` is not part of these paths")),
            };
        }
        if self.rest[end..].starts_with('*') && text.ends_with(':') {
            text = &self.rest[..=end];
        } else if let Some(axis) = ["child", "attribute"]
            .into_iter()
            .find(|axis| *axis == text)
            && self.rest[end..].trim_start().starts_with("::")
        {
            let length = self.rest.len() - self.rest[end..].trim_start().len() + 2;
            return Ok((Token::Axis(axis), length));
        }
        let fits = match text.split_once(':') {
            Some((prefix, local)) => is_ncname(prefix) && (local == "*" || is_ncname(local)),
            None => is_ncname(text),
        };
        match fits {
            true => Ok((Token::Test(text), text.len())),
            false => Err(format!("`{text}` is no name")),
        }
    }
}
