//! The conversations under `tests/conversations/`, played against the machines.

use tests::conversation::{
    self, ClientMachine, ComponentMachine, Conversation, Counterpart, Cuts, Outcome, Role,
    ServerMachine,
};

/// Plays a conversation, and says how many places there are to cut it, or where it went another way.
fn play(conversation: &Conversation, cuts: Cuts) -> Result<usize, String> {
    let mut machine: Box<dyn Counterpart> = match conversation.setup.role {
        Role::Server => Box::new(ServerMachine::new()),
        Role::Client => Box::new(ClientMachine::new()),
        Role::Component => Box::new(ComponentMachine::new()),
    };
    match conversation::run(conversation, machine.as_mut(), cuts) {
        Ok(Outcome::Passed { said }) => Ok(said),
        Ok(Outcome::Skipped(reason)) => Err(format!("{}: skipped: {reason}", conversation.name)),
        Err(mismatch) => Err(format!("{cuts:?} of {mismatch}")),
    }
}

/// Plays every conversation in several ways, and shows all that went another way.
fn play_all(ways: impl Fn(&Conversation) -> Result<(), String>) {
    let failures: Vec<_> = all()
        .iter()
        .filter_map(|conversation| ways(conversation).err())
        .collect();
    assert!(
        failures.is_empty(),
        "{} conversations fail:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

fn all() -> Vec<Conversation> {
    conversation::all().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn conversations_go_as_they_are_written() {
    assert!(
        all().len() >= 100,
        "there are {} conversations",
        all().len()
    );
    play_all(|conversation| play(conversation, Cuts::Whole).map(drop));
}

#[test]
fn conversations_go_the_same_byte_by_byte() {
    play_all(|conversation| play(conversation, Cuts::Bytes).map(drop));
}

#[test]
fn conversations_go_the_same_wherever_they_are_cut() {
    play_all(|conversation| {
        let said = play(conversation, Cuts::Whole)?;
        // Not every place of a text that is long for its length's sake.
        let step = if said < 5000 { 1 } else { said / 250 };
        (0..said)
            .step_by(step)
            .try_for_each(|place| play(conversation, Cuts::At(place)).map(drop))
    });
}

/// What a conversation shows is said in words, and by clause.
#[test]
fn conversations_say_what_they_cover() {
    for conversation in all() {
        assert!(
            !conversation.title.is_empty(),
            "{} has no title",
            conversation.name
        );
        assert!(
            !conversation.covers.is_empty(),
            "{} covers nothing",
            conversation.name
        );
    }
}
