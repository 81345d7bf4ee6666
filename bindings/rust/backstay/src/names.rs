//! By which names a policy's instance is known, held so that a refusal costs no count of references.
//!
//! The names of policies are kept for the life of the process, each once: a program has as many as its documents name. Keys are not.

use std::fmt;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Name and key of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    name: &'static str,
    key: Option<Arc<Box<str>>>,
}

impl Identity {
    pub(crate) fn new(name: &str, key: Option<&str>) -> Self {
        Identity { name: kept(name), key: key.map(|key| Arc::new(key.into())) }
    }

    pub(crate) fn name(&self) -> &str {
        self.name
    }

    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref().map(|key| &**key)
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key() {
            Some(key) => write!(f, "{}[{key}]", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

struct Kept {
    name: Box<str>,
    next: *mut Kept,
}

/// The one copy of a name. A list that only grows needs no lock, which a fork could leave locked.
fn kept(name: &str) -> &'static str {
    static FIRST: AtomicPtr<Kept> = AtomicPtr::new(ptr::null_mut());
    let mut made: Option<Box<Kept>> = None;
    loop {
        let first = FIRST.load(Ordering::Acquire);
        let mut next = first;
        // SAFETY: what is in the list lives for ever and never changes.
        while let Some(known) = unsafe { next.as_ref() } {
            if *known.name == *name {
                return &known.name;
            }
            next = known.next;
        }
        let mut mine = made.take().unwrap_or_else(|| Box::new(Kept { name: name.into(), next: first }));
        mine.next = first;
        let mine = Box::into_raw(mine);
        if FIRST.compare_exchange(first, mine, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            // SAFETY: it is in the list from now on.
            return unsafe { &(*mine).name };
        }
        // SAFETY: nobody else has seen it.
        made = Some(unsafe { Box::from_raw(mine) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let names: Vec<&str> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| kept("kept once"))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(names.iter().all(|name| ptr::eq(*name, names[0])));
        assert_ne!(kept("another"), names[0]);
    }

    #[test]
    fn a_key_is_shown_with_its_name() {
        assert_eq!(Identity::new("payments", None).to_string(), "payments");
        assert_eq!(Identity::new("payments", Some("eu")).to_string(), "payments[eu]");
    }
}
