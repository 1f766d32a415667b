//! The kinds of records and what each says. A kind's layout is the order of its struct's fields.

mod building;
mod deciding;
mod running;

use crate::bytes::Source;
use crate::error::{Fault, RecordError};
use crate::field::{Bytes, Commitment, Text, Time};
use crate::header::Header;
use crate::json::{Cursor, Line, Sealing, Shown};

pub use building::{DataCollection, Evaluation, FineTune, TrainingRun};
pub use deciding::{Appeal, Decision};
pub use running::{Incident, PolicyChange, Release, Rollback};

/// What the macro `kind!` makes of a kind's fields.
pub(crate) trait Layout: Sized {
    /// Values read from JSON so far.
    type Slots<'a>: Default;

    fn write(&self, out: &mut Vec<u8>);
    fn read(source: &mut Source<'_>) -> Result<Self, RecordError>;
    /// Reads the value of the field `name`; false where there is no such field.
    fn parse<'a>(
        slots: &mut Self::Slots<'a>,
        name: &str,
        json: &mut Cursor<'a>,
    ) -> Result<bool, Fault>;
    fn settle(slots: Self::Slots<'_>, sealing: &mut Sealing<'_>) -> Result<Self, RecordError>;
    fn show(&self, shown: &mut Shown<'_>);
    fn personal(&self, name: &str, index: Option<u8>) -> Option<(u8, Commitment)>;
    /// The rules between fields.
    fn check(&self) -> Result<(), RecordError>;
}

/// A kind: its struct, and how its fields stand in bytes and in JSON.
macro_rules! kind {
    (
        $(#[$doc:meta])* $name:ident, $check:expr;
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $json:literal,)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }

        const _: () = {
            use $crate::bytes::Source;
            use $crate::error::{Fault, RecordError};
            use $crate::field::{Commitment, Field};
            use $crate::json::{Cursor, Sealing, Shown};

            /// A field's position, from 1.
            #[allow(non_camel_case_types)]
            #[repr(u8)]
            enum Number { _from_one, $($field),+ }

            pub struct Slots<'a> { $($field: Option<<$type as Field>::Parsed<'a>>,)+ }

            impl Default for Slots<'_> {
                fn default() -> Self {
                    Self { $($field: None,)+ }
                }
            }

            impl $crate::kinds::Layout for $name {
                type Slots<'a> = Slots<'a>;

                fn write(&self, out: &mut Vec<u8>) {
                    $(self.$field.write(out);)+
                }

                fn read(source: &mut Source<'_>) -> Result<Self, RecordError> {
                    Ok(Self { $($field: Field::read(source).map_err(|fault| fault.at($json))?,)+ })
                }

                fn parse<'a>(slots: &mut Slots<'a>, name: &str, json: &mut Cursor<'a>) -> Result<bool, Fault> {
                    match name {
                        $($json => $crate::json::fill(&mut slots.$field, <$type as Field>::parse(json)?)?,)+
                        _ => return Ok(false),
                    }
                    Ok(true)
                }

                fn settle(slots: Slots<'_>, sealing: &mut Sealing<'_>) -> Result<Self, RecordError> {
                    Ok(Self { $($field: {
                        sealing.name = $json;
                        <$type as Field>::settle(slots.$field, sealing, Number::$field as u8)
                            .map_err(|fault| fault.at($json))?
                    },)+ })
                }

                fn show(&self, shown: &mut Shown<'_>) {
                    $(shown.field($json, &self.$field);)+
                }

                fn personal(&self, name: &str, index: Option<u8>) -> Option<(u8, Commitment)> {
                    match name {
                        $($json => Some((Number::$field as u8, self.$field.commitment(index)?)),)+
                        _ => None,
                    }
                }

                fn check(&self) -> Result<(), RecordError> {
                    let check: fn(&Self) -> Result<(), RecordError> = $check;
                    check(self)
                }
            }
        };
    };
}
pub(crate) use kind;

kind! {
    /// Bytes of a form that this crate does not know.
    Raw, |_| Ok(());
    /// What the bytes are, such as `application/json`.
    media_type: Text = "mediaType",
    /// The bytes.
    content: Bytes = "content",
}

macro_rules! bodies {
    ($($name:ident = $number:literal $text:literal $needs_model:literal,)+) => {
        /// The kinds. A number that was published keeps its meaning; it is also the kind of the entry when a record is
        /// appended alone. Kinds 1024 to 1039 are left to what writers define themselves.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Kind { $(#[doc = concat!("See [`", stringify!($name), "`].")] $name = $number),+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The kind of that number.
            pub fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$name),)+ _ => None }
            }

            /// The kind of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)+ _ => None }
            }

            /// Its number, 1040 and more.
            pub fn number(self) -> u16 {
                self as u16
            }

            /// Its name in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// Whether its records must name a model.
            pub fn needs_model(self) -> bool {
                match self { $(Self::$name => $needs_model),+ }
            }
        }

        /// What a record says, by its kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant)]
        pub enum Body { $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name)),+ }

        impl Body {
            /// The kind.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name),+ }
            }

            /// The header and body of a line whose kind is known.
            pub(crate) fn convert(kind: Kind, line: Line<'_, '_>) -> Result<(Header, Self), RecordError> {
                match kind {
                    $(Kind::$name => line.convert::<$name>(kind).map(|(header, body)| (header, Self::$name(body))),)+
                }
            }

            pub(crate) fn write(&self, out: &mut Vec<u8>) {
                match self { $(Self::$name(body) => body.write(out)),+ }
            }

            pub(crate) fn read(kind: Kind, source: &mut Source<'_>) -> Result<Self, RecordError> {
                match kind { $(Kind::$name => $name::read(source).map(Self::$name)),+ }
            }

            pub(crate) fn show(&self, shown: &mut Shown<'_>) {
                match self { $(Self::$name(body) => body.show(shown)),+ }
            }

            pub(crate) fn personal(&self, name: &str, index: Option<u8>) -> Option<(u8, Commitment)> {
                match self { $(Self::$name(body) => body.personal(name, index)),+ }
            }

            pub(crate) fn check(&self) -> Result<(), RecordError> {
                match self { $(Self::$name(body) => body.check()),+ }
            }
        }

        $(impl From<$name> for Body {
            fn from(body: $name) -> Self {
                Self::$name(body)
            }
        })+
    };
}

bodies! {
    Raw = 1040 "raw" false,
    DataCollection = 1041 "dataCollection" false,
    TrainingRun = 1042 "trainingRun" false,
    FineTune = 1043 "fineTune" false,
    Evaluation = 1044 "evaluation" true,
    Release = 1045 "release" true,
    Rollback = 1046 "rollback" true,
    PolicyChange = 1047 "policyChange" false,
    Incident = 1048 "incident" false,
    Decision = 1049 "decision" true,
    Appeal = 1050 "appeal" false,
}

/// `later` must not lie before `earlier`.
pub(crate) fn in_order(earlier: Time, later: Time, name: &'static str) -> Result<(), RecordError> {
    if later < earlier {
        return Err(Fault::EndsBeforeStart.at(name));
    }
    Ok(())
}
