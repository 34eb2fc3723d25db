//! The bundled directory of papers: a data file, read once. Where each address comes from stands in its last column.

use std::sync::LazyLock;

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) title: String,
    /// ISO 3166 codes.
    pub(crate) countries: Vec<String>,
    /// A key of the message files (`topic.<key>`).
    pub(crate) topic: String,
    pub(crate) feed_url: String,
    /// 0 to 9.
    pub(crate) color: u8,
}

/// The papers, in the file's order.
pub(crate) static PAPERS: LazyLock<Vec<Paper>> = LazyLock::new(|| {
    include_str!("../data/directory.tsv")
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .enumerate()
        .filter_map(|(number, line)| {
            let mut columns = line.split('\t');
            let (title, countries, topic) = (columns.next()?, columns.next()?, columns.next()?);
            // News sitemaps stand in the file for the day when a source without a feed can be followed.
            let feed_url = columns.next().filter(|kind| *kind == "feed").and_then(|_| columns.next())?;
            Some(Paper {
                title: title.to_owned(),
                countries: countries.split('/').filter(|code| *code != "-").map(str::to_owned).collect(),
                topic: topic.to_owned(),
                feed_url: feed_url.to_owned(),
                color: u8::try_from(number % 10).unwrap_or(0),
            })
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    const TOPICS: &[&str] = &[
        "general",
        "breaking",
        "politics",
        "economy",
        "culture",
        "science",
        "technology",
        "sport",
        "health",
        "world",
        "local",
        "agency",
        "analysis",
    ];

    #[test]
    fn every_line_is_a_paper_with_a_provenance() {
        let lines: Vec<&str> = include_str!("../data/directory.tsv").lines().collect();
        assert_eq!(lines.first(), Some(&"title\tcountries\ttopic\tkind\turl\tlevel\tprovenance"));
        let feeds: Vec<&&str> = lines.iter().skip(1).filter(|line| line.split('\t').nth(3) == Some("feed")).collect();
        assert_eq!(PAPERS.len(), feeds.len());
        for line in &lines {
            assert_eq!(line.split('\t').count(), 7, "{line}");
            assert!(line.split('\t').all(|column| !column.trim().is_empty()), "{line}");
        }
        let mut addresses = std::collections::HashSet::new();
        for (line, paper) in feeds.iter().zip(PAPERS.iter()) {
            assert!(TOPICS.contains(&paper.topic.as_str()), "{line}");
            assert!(url::Url::parse(&paper.feed_url).is_ok_and(|url| url.scheme() == "https"), "{line}");
            assert!(addresses.insert(&paper.feed_url), "twice: {line}");
            assert!(paper.countries.iter().all(|code| code.len() == 2), "{line}");
        }
    }
}
