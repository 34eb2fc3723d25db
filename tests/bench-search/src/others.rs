//! The indexes that the search stands beside.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream as _};
use tantivy::{Index, TantivyDocument, Term};

use crate::Outcome;

/// Finds the ten best of the texts that were indexed, by their numbers.
pub(crate) trait Finder {
    fn find(&mut self, words: &[&str], all: bool) -> Outcome<Vec<usize>>;
}

pub(crate) struct Fts5(rusqlite::Connection);

impl Fts5 {
    pub(crate) fn over(texts: &[String], tokenizer: &str) -> Outcome<Self> {
        let db = rusqlite::Connection::open_in_memory()?;
        db.execute_batch(&format!(
            "CREATE VIRTUAL TABLE t USING fts5 (body, content = '', tokenize = '{tokenizer}'); BEGIN"
        ))?;
        for (number, text) in texts.iter().enumerate() {
            db.prepare_cached("INSERT INTO t (rowid, body) VALUES (?1, ?2)")?
                .execute(rusqlite::params![i64::try_from(number)? + 1, text])?;
        }
        db.execute_batch("COMMIT; INSERT INTO t (t) VALUES ('optimize')")?;
        Ok(Self(db))
    }
}

impl Finder for Fts5 {
    fn find(&mut self, words: &[&str], all: bool) -> Outcome<Vec<usize>> {
        let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let expression = quoted.join(if all { " AND " } else { " OR " });
        let mut select = self.0.prepare_cached("SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 10")?;
        let rows = select.query_map([expression], |row| row.get::<_, i64>(0))?;
        rows.map(|row| Ok(usize::try_from(row? - 1)?)).collect()
    }
}

pub(crate) struct Tantivy {
    index: Index,
    reader: tantivy::IndexReader,
    body: tantivy::schema::Field,
    number: tantivy::schema::Field,
}

impl Tantivy {
    pub(crate) fn over(texts: &[String]) -> Outcome<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("arabic")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", STORED);
        let index = Index::create_in_ram(schema.build());
        let analyser = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::Arabic))
            .build();
        index.tokenizers().register("arabic", analyser);
        let mut writer = index.writer_with_num_threads(1, 100_000_000)?;
        for (at, text) in texts.iter().enumerate() {
            let mut document = TantivyDocument::default();
            document.add_text(body, text);
            document.add_u64(number, at as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        let reader = index.reader()?;
        Ok(Self { index, reader, body, number })
    }
}

impl Finder for Tantivy {
    fn find(&mut self, words: &[&str], all: bool) -> Outcome<Vec<usize>> {
        let mut analyser = self.index.tokenizers().get("arabic").ok_or("no tokenizer")?;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in words {
            let mut stream = analyser.token_stream(word);
            while let Some(token) = stream.next() {
                let term = Term::from_field_text(self.body, &token.text);
                let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
                parts.push((if all { Occur::Must } else { Occur::Should }, query));
            }
        }
        let searcher = self.reader.searcher();
        let found = searcher.search(&BooleanQuery::new(parts), &TopDocs::with_limit(10))?;
        found
            .into_iter()
            .map(|(_, address)| {
                let document: TantivyDocument = searcher.doc(address)?;
                let number = document.get_first(self.number).and_then(|value| value.as_u64()).ok_or("no number")?;
                Ok(usize::try_from(number)?)
            })
            .collect()
    }
}
