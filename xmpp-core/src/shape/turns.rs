//! The order in which the children of an element are written: that of the fields, or the one in which they came.

use crate::Extra;
use crate::codec::Around;
use crate::extra::{Between, KEPT};
use crate::xml::Writer;
use std::ops::Range;

/// The passes over the fields of a struct in which its children are written.
///
/// In the usual case there is one, which writes the fields one after another. Children that came in another order than the fields
/// have are counted in a first pass. If there are as many of each field as came, each of them gets a pass of its own, in the
/// order in which they came; otherwise the value is another one by now, and the order of the fields is all there is (R2).
pub struct Turns<'e> {
    extra: &'e Extra,
    came: Option<Box<Came<'e>>>,
}

/// The order in which children came, and how far it is written.
struct Came<'e> {
    /// The field of each.
    order: &'e [u16],
    /// Which of them has its turn; none while the value is counted.
    turn: Option<usize>,
    /// By field, how many of its values came, and while they are written, which of them is the next.
    fields: Vec<usize>,
    /// By field, as `fields`, of the children that no field takes.
    kept: usize,
    /// Whether the value holds as many for each field, as far as it is counted.
    fits: bool,
}

impl<'e> Turns<'e> {
    /// In the order in which the children came, where that is known.
    #[inline]
    pub fn of(extra: &'e Extra) -> Self {
        Self {
            extra,
            came: extra.order().map(Came::new),
        }
    }

    /// In the order of the fields.
    #[inline]
    pub const fn of_fields(extra: &'e Extra) -> Self {
        Self { extra, came: None }
    }

    /// Begins a pass: writes what stands before the fields.
    #[inline]
    pub fn begin(&mut self, writer: &mut Writer) {
        match &mut self.came {
            None => self.extra.write_first_children(writer),
            Some(came) => came.write_kept(self.extra, writer),
        }
    }

    /// Ends a pass: writes what stands behind the fields, and says whether there is another pass.
    #[inline]
    pub fn end(&mut self, writer: &mut Writer) -> bool {
        if self.came.is_some() {
            return self.next();
        }
        self.extra.write_last_children(writer);
        false
    }

    /// Whether a field without values writes nothing: there is no child that no field takes.
    #[inline]
    pub(super) fn are_all_taken(&self) -> bool {
        self.extra.is_none()
    }

    /// What is kept for one value of a field.
    #[inline]
    pub(super) fn around(&self, occurrence: usize) -> Around<'e> {
        self.extra.around(occurrence)
    }

    /// Which of so many values of a field have their turn, and the children that no field takes and that stood behind them.
    #[inline]
    pub(super) fn part(&mut self, at: usize, values: usize) -> (Range<usize>, Between<'e>) {
        if self.extra.is_none() {
            return (0..values, Between::NOTHING);
        }
        let part = match &mut self.came {
            None => 0..values,
            Some(came) => came.part(at, values),
        };
        (part, self.between(at))
    }

    /// The children that no field takes and that stood behind those of a field.
    #[inline]
    pub(super) fn between(&self, at: usize) -> Between<'e> {
        match self.came {
            None => self.extra.between(at),
            Some(_) => Between::NOTHING,
        }
    }

    #[cold]
    fn next(&mut self) -> bool {
        let goes_on = self.came.as_mut().and_then(|came| came.next(self.extra));
        if goes_on.is_none() {
            self.came = None;
        }
        goes_on.unwrap_or(true)
    }
}

impl<'e> Came<'e> {
    #[cold]
    fn new(order: &'e [u16]) -> Box<Self> {
        let (mut fields, mut kept) = (Vec::new(), 0);
        for field in order {
            if *field == KEPT {
                kept += 1;
                continue;
            }
            let field = usize::from(*field);
            if fields.len() <= field {
                fields.resize(field + 1, 0);
            }
            fields[field] += 1;
        }
        Box::new(Self {
            order,
            turn: None,
            fields,
            kept,
            fits: true,
        })
    }

    /// The number of the value that has its turn, if one of the field has.
    #[cold]
    fn part(&mut self, at: usize, values: usize) -> Range<usize> {
        let Some(turn) = self.turn else {
            self.fits &= self.fields.get(at).copied().unwrap_or(0) == values;
            return 0..0;
        };
        if usize::from(self.order[turn]) != at {
            return 0..0;
        }
        let next = self.fields[at];
        self.fields[at] += 1;
        next..values.min(next + 1)
    }

    /// Writes the child that no field takes, where one has its turn.
    #[cold]
    fn write_kept(&mut self, extra: &Extra, writer: &mut Writer) {
        if self.turn.is_some_and(|turn| self.order[turn] == KEPT) {
            extra.write_child(self.kept, writer);
            self.kept += 1;
        }
    }

    /// Gives the turn to the next, and says whether there is one; nothing where the value is another one by now.
    fn next(&mut self, extra: &Extra) -> Option<bool> {
        let turn = match self.turn {
            Some(turn) => turn + 1,
            None if self.fits && self.kept == extra.children().len() => {
                self.fields.fill(0);
                self.kept = 0;
                0
            }
            None => return None,
        };
        self.turn = Some(turn);
        Some(turn < self.order.len())
    }
}
