//! Words that tell nothing about what a text is about. Folded spelling, sorted.

use std::collections::HashSet;
use std::sync::LazyLock;

const ARABIC: &str = "
ابان ابدا اثر اثناء اجل احد احدي اخر اخري اخيرا اذ اذا اذن ازاء اسفل اضاف اضافت اضافه اغلب افاد افادت اقل اكثر اكد اكدت
الا الاخر الاخري الاخيره الان التي الذي الذين اللاتي اللتان اللتين اللذان اللذين اللواتي الي اليها اليه اليهم اليوم ام
اما امام امر امس ان انا انت انتم انما انه انها انهم اننا انني اهم او اوضح اوضحت اول اولا اولي اي ايار ايضا اين ايه
باسم بان بانه بانها بحسب بحيث بد بدا بدل بدلا بدون بذلك بسبب بشان بشكل بصوره بعد بعدما بعض بعضها بعضهم بغير بل بما
بمثابه بن بنا به بها بهذا بهذه بهم بي بيد بين بينما بينها بينهم تحت تجاه تزال تعد تكون تلك تم ته ثالث ثان ثاني ثلاث
ثلاثه ثم ثمه جانب جدا جراء جميع حال حالي حاليا حاول حتي حسب حسبما حوالي حول حيث حين حينما خاص خاصه خصوصا خلال خلف دون
ذا ذات ذاك ذكر ذكرت ذلك ذو رغم رقم زال ساعه سبق سنه سنوات سوف سوي سيكون شان شخص شهر شيء صباح صرح صرحت ضد ضمن طالما
طبقا طريق عام عاما عبر عدا عدد عدم عده عشر عشره عقب علاوه علي عليه عليها عليهم عن عند عندما عنه عنها غالبا غد غدا غير
فان فانه فترت فتره فضلا فقد فقط فهو فهي في فيما فيه فيها فيهم قال قالت قالوا قام قبل قد قرب قريب قليل كافه كان كانت
كانوا كاي كبير كبيره كثير كثيرا كثيره كذلك كل كلا كلما كلها كم كما كون كي كيف لا لاسيما لان لانه لانها لدي لديه لديها
لذا لذلك لقاء لقد لكل لكن لكنه لكنها لكي لم لما لماذا لن لنا له لها لهذا لهذه لهم لو لولا لي ليس ليست ليسوا ما مازال
ماذا مؤخرا متي مثل مثلا مجرد مختلف مدي مره مرات مساء مشيرا مضيفا مع معظم معه معها معهم مقابل من منذ منه منها منهم مهم
مهما موخرا موكدا نا نحن نحو نعم نفس نفسه نفسها نقلا نهايه هذا هذان هذه هذين هكذا هل هم هن هنا هناك هنالك هو هولاء هي
واحد واحده وفق وفقا وقت وقد وقال وقالت ولا ولكن ولم ولن وله ومن وهذا وهذه وهو وهي يتم يجب يزال يعد يكن يكون يكونون
يمكن يمكنه يمكنها يناير يوم يوما يونيو يوليو فبراير مارس ابريل مايو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر السبت الاحد
الاثنين الثلاثاء الاربعاء الخميس الجمعه اشار اشارت اعلن اعلنت قالها تابع تابعت شدد لفت اقرا المزيد شاهد المصدر
";

const ENGLISH: &str = "
a about above after again against all also am an and any are as at be because been before being below between both but by
can could did do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its just like may might more most much must my new no nor not now of off on once one only or other our out over
own per said same say says she should since so some such than that the their them then there these they this those through
to too two under until up us very was we were what when where which while who whom why will with would year years you your
";

/// Words of grammar, without any that a question may be about. Folded.
const GRAMMAR: &str = "
في من الي عن ان انه انها كان كانت هذا هذه ذلك تلك التي الذي الذين او ام لا لم لن ما هو هي هم قد مع ثم بين كل بعد قبل حتي كما اذا حيث
منذ خلال عند لكن ولا ومن وفي وان وهو وهي وقد ولم ولن وكان وكانت وهذا وهذه علي عليه عليها فيه فيها منه منها له لها به بها لهم بهم عنه عنها اليه اليها
ليس ليست غير اي ايضا هناك هنا لدي لديه عبر ضد نحو دون سوف كذلك لان لانه يكون تكون الا انهم وانه وانها وذلك وكما والي وعن وعلي ولكن والتي والذي وما وكل ومع
the a an and or of to in on at by for with from as is are was were be been it its this that these those he she they we you his her their our not but
";

static GRAMMATICAL: LazyLock<HashSet<&'static str>> = LazyLock::new(|| GRAMMAR.split_ascii_whitespace().collect());

/// Whether a folded word only holds a sentence together.
pub(super) fn is_grammar(word: &str) -> bool {
    GRAMMATICAL.contains(word)
}

static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ARABIC.split_ascii_whitespace().chain(ENGLISH.split_ascii_whitespace()).collect());

/// Whether a folded word tells nothing, alone or behind a conjunction («وكان»).
pub(super) fn is_stop(word: &str) -> bool {
    WORDS.contains(word)
        || word.strip_prefix(['و', 'ف']).is_some_and(|rest| rest.chars().count() >= 2 && WORDS.contains(rest))
}

#[cfg(test)]
mod tests {
    use super::{ARABIC, ENGLISH, is_stop};

    #[test]
    fn the_lists_are_folded() {
        for word in ARABIC.split_ascii_whitespace().chain(ENGLISH.split_ascii_whitespace()) {
            assert!(word == super::super::fold(word) || word.contains(['ؤ', 'ء']), "{word}");
        }
        assert!(is_stop("في") && is_stop("وفي") && is_stop("the") && !is_stop("وزير") && !is_stop("ايران"));
    }
}
