//! The articles of covenants, what parties said of them, the texts that were signed, and the signatures.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{ArticleId, PartyId, PersonId, ProgrammeId},
    programmes::covenants::{Answer, Article, Deed, Signature},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into covenant_articles (id, programme, number, revision, title, body, dropped_at)
        values ($1, $2, $3, $4, $5, $6, null)";
    SET = "update covenant_articles set number = $2, revision = $3, title = $4, body = $5 where id = $1";
    DROP = "update covenant_articles set dropped_at = $2 where id = $1 and dropped_at is null";
    ARTICLES = "select id, programme, number, revision, title, body from covenant_articles
        where programme = $1 and dropped_at is null order by number, id";
    PROGRAMME = "select programme from covenant_articles where id = $1";
    ADD_REVISION = "insert into covenant_revisions (article, revision, title, body, at, person)
        values ($1, $2, $3, $4, $5, $6)";
    ANSWER = "insert into covenant_answers (article, revision, party, number, agrees, why, at, person)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ANSWERS = "select a.article, a.revision, a.party, a.number, a.agrees, a.why, a.at, a.person
        from covenant_articles c join covenant_answers a on a.article = c.id and a.revision = c.revision
        where c.programme = $1 and c.dropped_at is null order by a.article, a.party, a.number";
    ADD_DEED = "insert into covenant_deeds (programme, version, text, hash, sealed_at) values ($1, $2, $3, $4, null)";
    SEAL = "update covenant_deeds set sealed_at = $3 where programme = $1 and version = $2 and sealed_at is null";
    DEEDS = "select version, text, hash, sealed_at from covenant_deeds where programme = $1 order by version";
    SIGN = "insert into covenant_signatures (programme, version, party, person, role, hash, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    SIGNATURES = "select party, person, role, hash, at from covenant_signatures
        where programme = $1 and version = $2 order by at, party";
}

#[derive(FromRow)]
struct ArticleRow {
    id: Uuid,
    programme: Uuid,
    number: i64,
    revision: i64,
    title: String,
    body: String,
}

impl From<ArticleRow> for Article {
    fn from(row: ArticleRow) -> Self {
        let ArticleRow { id, programme, number, revision, title, body } = row;
        Self { id: ArticleId(id), programme: ProgrammeId(programme), number, revision, title, body }
    }
}

#[derive(FromRow)]
struct AnswerRow {
    article: Uuid,
    revision: i64,
    party: Uuid,
    number: i64,
    agrees: bool,
    why: String,
    at: i64,
    person: Option<Uuid>,
}

impl From<AnswerRow> for Answer {
    fn from(row: AnswerRow) -> Self {
        Self {
            article: ArticleId(row.article),
            revision: row.revision,
            party: PartyId(row.party),
            number: row.number,
            agrees: row.agrees,
            why: row.why,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
        }
    }
}

#[derive(FromRow)]
struct DeedRow {
    version: i64,
    text: String,
    hash: String,
    sealed_at: Option<i64>,
}

impl From<DeedRow> for Deed {
    fn from(row: DeedRow) -> Self {
        let DeedRow { version, text, hash, sealed_at } = row;
        Self { version, text, hash, sealed_at: sealed_at.map(Moment::from_micros) }
    }
}

#[derive(FromRow)]
struct SignatureRow {
    party: Uuid,
    person: Uuid,
    role: String,
    hash: String,
    at: i64,
}

impl TryFrom<SignatureRow> for Signature {
    type Error = StoreError;
    fn try_from(row: SignatureRow) -> Stored<Self> {
        Ok(Self {
            party: PartyId(row.party),
            person: PersonId(row.person),
            role: read(&row.role)?,
            hash: row.hash,
            at: Moment::from_micros(row.at),
        })
    }
}

/// Adds an article, with its first revision.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Article, by: (Option<PersonId>, Moment)) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.programme.0).bind(it.number)
        .bind(it.revision).bind(&it.title).bind(&it.body).execute(db).await.map(drop))?;
    add_revision(change, it, by).await
}

async fn add_revision(
    change: &mut Change,
    it: &Article,
    (person, at): (Option<PersonId>, Moment),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_REVISION).bind(it.id.0).bind(it.revision).bind(&it.title)
        .bind(&it.body).bind(at.micros()).bind(person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// Gives an article its next revision.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(change: &mut Change, it: &Article, by: (Option<PersonId>, Moment)) -> Stored<()> {
    renumber(change, it).await?;
    add_revision(change, it, by).await
}

/// Gives an article its number; what it says stays.
///
/// # Errors
/// When the store cannot write.
pub async fn renumber(change: &mut Change, it: &Article) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(it.number).bind(it.revision).bind(&it.title)
        .bind(&it.body).execute(db).await.map(drop))?;
    Ok(())
}

/// Drops an article; false when it was dropped already.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_one(change: &mut Change, id: ArticleId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(DROP).bind(id.0).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Of which covenant an article is.
///
/// # Errors
/// When the store cannot be read.
pub async fn programme_of(store: &Store, id: ArticleId) -> Stored<Option<ProgrammeId>> {
    let found: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(PROGRAMME).bind(id.0).fetch_optional(db).await)?;
    Ok(found.map(ProgrammeId))
}

/// The articles of a covenant as they stand, by number.
///
/// # Errors
/// When the store cannot be read.
pub async fn articles(store: &Store, programme: ProgrammeId) -> Stored<Vec<Article>> {
    let rows: Vec<ArticleRow> =
        on_engine!(store, db => sqlx::query_as(ARTICLES).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Article::from).collect())
}

/// As [`articles`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn articles_in(change: &mut Change, programme: ProgrammeId) -> Stored<Vec<Article>> {
    let rows: Vec<ArticleRow> =
        on_change!(change, db => sqlx::query_as(ARTICLES).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Article::from).collect())
}

/// Keeps what a party said.
///
/// # Errors
/// When the store cannot write.
pub async fn answer(change: &mut Change, it: &Answer) -> Stored<()> {
    on_change!(change, db => sqlx::query(ANSWER).bind(it.article.0).bind(it.revision).bind(it.party.0)
        .bind(it.number).bind(it.agrees).bind(&it.why).bind(it.at.micros()).bind(it.person.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// What parties said of the articles as they stand.
///
/// # Errors
/// When the store cannot be read.
pub async fn answers(store: &Store, programme: ProgrammeId) -> Stored<Vec<Answer>> {
    let rows: Vec<AnswerRow> =
        on_engine!(store, db => sqlx::query_as(ANSWERS).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Answer::from).collect())
}

/// As [`answers`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn answers_in(change: &mut Change, programme: ProgrammeId) -> Stored<Vec<Answer>> {
    let rows: Vec<AnswerRow> =
        on_change!(change, db => sqlx::query_as(ANSWERS).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Answer::from).collect())
}

/// Keeps the text of a version.
///
/// # Errors
/// When the store cannot write.
pub async fn add_deed(change: &mut Change, programme: ProgrammeId, it: &Deed) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_DEED).bind(programme.0).bind(it.version).bind(&it.text)
        .bind(&it.hash).execute(db).await.map(drop))?;
    Ok(())
}

/// Seals the text of a version.
///
/// # Errors
/// When the store cannot write.
pub async fn seal(change: &mut Change, programme: ProgrammeId, version: i64, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(SEAL).bind(programme.0).bind(version).bind(at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The texts of a covenant, the first version first.
///
/// # Errors
/// When the store cannot be read.
pub async fn deeds(store: &Store, programme: ProgrammeId) -> Stored<Vec<Deed>> {
    let rows: Vec<DeedRow> =
        on_engine!(store, db => sqlx::query_as(DEEDS).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Deed::from).collect())
}

/// Keeps a signature.
///
/// # Errors
/// [`StoreError::Taken`] when the party signed this version already; when the store cannot write.
pub async fn sign(
    change: &mut Change,
    (programme, version): (ProgrammeId, i64),
    it: &Signature,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(SIGN).bind(programme.0).bind(version).bind(it.party.0)
        .bind(it.person.0).bind(it.role.word()).bind(&it.hash).bind(it.at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

fn all(rows: Vec<SignatureRow>) -> Stored<Vec<Signature>> {
    rows.into_iter().map(Signature::try_from).collect()
}

/// The signatures under a version, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn signatures(store: &Store, programme: ProgrammeId, version: i64) -> Stored<Vec<Signature>> {
    all(on_engine!(store, db => sqlx::query_as(SIGNATURES).bind(programme.0).bind(version)
        .fetch_all(db).await)?)
}

/// As [`signatures`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn signatures_in(
    change: &mut Change,
    programme: ProgrammeId,
    version: i64,
) -> Stored<Vec<Signature>> {
    all(on_change!(change, db => sqlx::query_as(SIGNATURES).bind(programme.0).bind(version)
        .fetch_all(db).await)?)
}
