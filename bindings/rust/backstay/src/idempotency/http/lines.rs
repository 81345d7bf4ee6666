//! Header fields as the C interface takes and gives them: lines `name: value`.

/// A field's name and its value.
pub(crate) type Field = (String, String);

/// A line feed in a name or a value would begin another field, so a carriage return, which the core refuses, stands for it.
pub(crate) fn lines_of(fields: &[Field]) -> String {
    let mut lines = String::with_capacity(fields.iter().map(|(name, value)| name.len() + value.len() + 3).sum());
    for (name, value) in fields {
        for (text, end) in [(name, ": "), (value, "\n")] {
            lines.extend(text.chars().map(|c| if c == '\n' { '\r' } else { c }));
            lines.push_str(end);
        }
    }
    lines
}

pub(crate) fn fields_of(lines: &str) -> Vec<Field> {
    let fields = lines.lines().filter_map(|line| line.split_once(": "));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> Field {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn fields_come_back_in_their_order() {
        let fields = [field("link", "</a>; rel: next"), field("x-empty", ""), field("link", "é")];
        assert_eq!(lines_of(&fields), "link: </a>; rel: next\nx-empty: \nlink: é\n");
        assert_eq!(fields_of(&lines_of(&fields)), fields);
    }

    #[test]
    fn a_line_feed_begins_no_field() {
        assert_eq!(lines_of(&[field("x", "1\nset-cookie: a=b")]), "x: 1\rset-cookie: a=b\n");
    }
}
