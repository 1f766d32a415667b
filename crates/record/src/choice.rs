//! Fields that hold one of a few choices, one byte each. A number that was published keeps its meaning.

use crate::bytes::Source;
use crate::error::Fault;
use crate::field::Field;
use crate::json::{push_string, Cursor, Sealing};

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $number:literal $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name { $($(#[$each])* $variant = $number),+ }

        impl $name {
            /// Every choice.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            const KNOWN: &'static str = concat!($($text, " "),+);

            /// Its name in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl Field for $name {
            type Parsed<'a> = Self;

            fn write(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
                let [value] = source.array()?;
                match value {
                    $($number => Ok(Self::$variant),)+
                    value => Err(Fault::UnknownChoice { value }),
                }
            }

            fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
                match &*json.string()? {
                    $($text => Ok(Self::$variant),)+
                    other => Err(Fault::UnknownChoiceName { value: other.to_owned(), known: Self::KNOWN }),
                }
            }

            fn settle(parsed: Option<Self>, _: &mut Sealing<'_>, _: u8) -> Result<Self, Fault> {
                parsed.ok_or(Fault::Missing)
            }

            fn show(&self, out: &mut String) -> bool {
                push_string(self.name(), out);
                true
            }
        }
    };
}

choice! {
    /// On what ground data were collected: the bases of GDPR Art. 6(1), or that the data are not personal.
    Basis {
        NotPersonal = 0 "notPersonal",
        Consent = 1 "consent",
        Contract = 2 "contract",
        LegalObligation = 3 "legalObligation",
        VitalInterests = 4 "vitalInterests",
        PublicTask = 5 "publicTask",
        LegitimateInterests = 6 "legitimateInterests",
    }
}

choice! {
    /// How a model was tuned.
    Method {
        Other = 0 "other",
        /// All weights.
        Full = 1 "full",
        /// Few weights beside the model's, such as low-rank ones.
        Adapter = 2 "adapter",
        /// By rewards or preferences.
        Preference = 3 "preference",
        /// From another model's outputs.
        Distillation = 4 "distillation",
    }
}

choice! {
    /// What an evaluation says.
    Verdict {
        /// Measured, not judged.
        Measured = 0 "measured",
        Passed = 1 "passed",
        Failed = 2 "failed",
    }
}

choice! {
    /// For whom a release is.
    Channel {
        Internal = 0 "internal",
        Limited = 1 "limited",
        General = 2 "general",
    }
}

choice! {
    /// Why a release was rolled back.
    Cause {
        Other = 0 "other",
        Incident = 1 "incident",
        Quality = 2 "quality",
        Security = 3 "security",
        Legal = 4 "legal",
        Policy = 5 "policy",
    }
}

choice! {
    /// How grave an incident is.
    Severity {
        Minor = 0 "minor",
        Major = 1 "major",
        /// A serious incident in the sense of the EU AI Act, Art. 3(49).
        Serious = 2 "serious",
    }
}

choice! {
    /// What an incident harmed or threatened. The first four after `Other` are those of the EU AI Act, Art. 3(49).
    Category {
        Other = 0 "other",
        Health = 1 "health",
        CriticalInfrastructure = 2 "criticalInfrastructure",
        FundamentalRights = 3 "fundamentalRights",
        PropertyOrEnvironment = 4 "propertyOrEnvironment",
        Security = 5 "security",
        Performance = 6 "performance",
    }
}

choice! {
    /// What a human reviewer made of a decision.
    Review {
        /// No human looked at it.
        None = 0 "none",
        /// One will.
        Pending = 1 "pending",
        Confirmed = 2 "confirmed",
        Changed = 3 "changed",
        Rejected = 4 "rejected",
    }
}

choice! {
    /// How far an appeal is.
    Stage {
        Filed = 0 "filed",
        Answered = 1 "answered",
        /// It goes to a vote or a court.
        Escalated = 2 "escalated",
        /// The decision stands.
        Upheld = 3 "upheld",
        /// The decision falls.
        Overturned = 4 "overturned",
        Withdrawn = 5 "withdrawn",
    }
}
