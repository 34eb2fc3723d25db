//! The bundled directory of papers: a data file. Where each address comes from stands in its last column.

use crate::model::SourceKind;

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) title: String,
    /// ISO 3166 codes.
    pub(crate) countries: Vec<String>,
    /// A key of the message files (`topic.<key>`).
    pub(crate) topic: String,
    /// What is followed.
    pub(crate) source: Source,
    /// What is tried where it is dead.
    pub(crate) fallbacks: Vec<Source>,
    /// 0 to 9.
    pub(crate) color: u8,
}

/// An address and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) url: String,
    pub(crate) kind: SourceKind,
}

/// The bundled file.
pub(crate) const BUNDLED: &str = include_str!("../data/directory.tsv");

/// The papers of a directory's text, in its order: tab-separated columns (title, countries, topic, kind, address, level,
/// provenance) under a head line. A second line of the same title is a fallback of the first.
pub(crate) fn read(text: &str) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let mut columns = line.split('\t');
        let (Some(title), Some(countries), Some(topic), Some(kind), Some(url)) =
            (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let kind = if kind == "news-sitemap" { SourceKind::NewsSitemap } else { SourceKind::Feed };
        let source = Source { url: url.to_owned(), kind };
        match papers.iter_mut().find(|paper| paper.title == title) {
            Some(paper) => paper.fallbacks.push(source),
            None => papers.push(Paper {
                title: title.to_owned(),
                countries: countries.split('/').filter(|code| *code != "-").map(str::to_owned).collect(),
                topic: topic.to_owned(),
                source,
                fallbacks: Vec::new(),
                color: u8::try_from(papers.len() % 10).unwrap_or(0),
            }),
        }
    }
    papers
}

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
        let lines: Vec<&str> = BUNDLED.lines().collect();
        let papers = read(BUNDLED);
        assert_eq!(lines.first(), Some(&"title\tcountries\ttopic\tkind\turl\tlevel\tprovenance"));
        let sources = papers.iter().map(|paper| 1 + paper.fallbacks.len()).sum::<usize>();
        assert_eq!(sources, lines.len() - 1, "a line is left out");
        assert!(papers.iter().any(|paper| paper.source.kind == SourceKind::NewsSitemap && paper.fallbacks.is_empty()));
        assert!(papers.iter().any(|paper| paper.fallbacks.iter().any(|other| other.kind == SourceKind::NewsSitemap)));
        for line in &lines {
            assert_eq!(line.split('\t').count(), 7, "{line}");
            assert!(line.split('\t').all(|column| !column.trim().is_empty()), "{line}");
        }
        let mut addresses = std::collections::HashSet::new();
        for paper in papers.iter() {
            let title = &paper.title;
            assert!(TOPICS.contains(&paper.topic.as_str()), "{title}");
            for source in std::iter::once(&paper.source).chain(&paper.fallbacks) {
                assert!(url::Url::parse(&source.url).is_ok_and(|url| url.scheme() == "https"), "{title}");
                assert!(addresses.insert(&source.url), "twice: {title}");
            }
            assert!(paper.countries.iter().all(|code| code.len() == 2), "{title}");
        }
    }
}
