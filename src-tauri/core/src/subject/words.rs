//! What the words of section names stand for. Folded as `text::fold` writes them, without articles; Arabic, English,
//! French, Persian and Turkish. Put together by hand from how papers in these languages name their sections.

use crate::model::Subject;

/// Words that name a subject by themselves, in any company.
pub(super) const TOPICS: &[(Subject, &str)] = &[
    (
        Subject::Politics,
        "سياسه سياسات سياسي سياسيه سياسيات برلمان برلمانيات برلمانيه نواب انتخابات انتخابيه حكومه حكومي رياسه احزاب \
         ديبلوماسيه دبلوماسيه دبلوماسي politics politic political politique politiques siyaset politika election elections parliament congress government \
         policy diplomacy gouvernement سياسيون siyasi white-house whitehouse",
    ),
    (
        Subject::Economy,
        "اقتصاد اقتصادي اقتصاديه اقتصاديات مال ماليه اعمال بورصه بورصات اسهم بنوك بنك مصارف استثمار استثمارات تجاره تجاري تجاريه اسواق \
         سوق عقار عقارات عقاري نفط طاقه صناعه زراعه شركات بيزنس بزنس عملات ذهب اسعار تداول فوركس تموين ريادة رياده استهلاك بازار سرمايه \
         economy economic economics economie economique ekonomi business finance financial markets market money stocks banking banks \
         companies industry trade realestate property energy oil bourse finances argent entreprises entreprise immobilier emploi \
         borsa piyasa piyasalar finans jobs commodities crypto personal-finance investing bitcoin cryptocurrency wirtschaft economia",
    ),
    (
        Subject::Sports,
        "رياضه رياضي رياضيه رياضات كوره كره كروي كرويه ملاعب ملعب دوري مونديال ميركاتو مباريات مباراه كاس بطوله بطولات فوتبال \
         ورزش ورزشي كوورة كووره منتخب منتخبات محترفون محترفين انتقالات تنس اولمبياد sport sports sporting football soccer foot mercato spor futbol \
         basketball tennis cricket rugby golf f1 formula1 olympics nba nfl premierleague laliga deportes fussball basket cyclisme \
         athletics hockey baseball futbol transfers",
    ),
    (
        Subject::Technology,
        "تقنيه تقنيات تقني تكنولوجيا تكنولوجي تكنولوجيه تكنولوژي تكنو تيك انترنت اتصالات هواتف جوال موبايل تطبيقات رقمي رقميه ديجيتال حاسوب كمبيوتر \
         برمجيات اصطناعي العاب الكترونيات فناوري فنآوري سيبراني معلوماتيه tech technology technologies technologie hightech teknoloji bilisim \
         internet digital gadgets mobile mobiles software computing ai cybersecurity apps gaming games numerique informatique \
         technik tecnologia smartphones it startups startup oyun",
    ),
    (
        Subject::Science,
        "علوم علمي علميه فضاء فلك بييه مناخ طبيعه ابتكار ابتكارات حيوانات حيوان دانش محيط زيست science sciences scientific space environment climate nature \
         environnement planete climat bilim cevre doga uzay research wissenschaft ciencia energy-environment weather-climate espace \
         meteo-climat sustainability biodiversity earth",
    ),
    (
        Subject::Health,
        "صحه صحي صحيه صحتك صحتي صحتنا طب طبي طبيه طبيب دواء ادويه تغذيه رشاقه عافيه جمالك امراض كورونا سلامت بهداشت درمان كوفيد health healthcare \
         wellness wellbeing medical medicine nutrition fitness sante saglik covid covid19 coronavirus gesundheit salud medecine \
         diet hospitals forme bienetre",
    ),
    (
        Subject::Culture,
        "ثقافه ثقافي ثقافيه ثقافات فن فنون فني فنيه فنانون فنانين ادب ادبي ادبيه اداب ادبيات شعر روايه مسرح سينما دراما مسلسلات موسيقي موسيقيه تراث كتب \
         افلام نجوم مشاهير فرهنگ فرهنگي فرهنك فرهنكي هنر هنري هنرمندان تلفزيون اثار متحف متاحف تشكيلي ابداع مهرجان مهرجانات مهرجانيات \
         culture cultural arts art entertainment celebrities celebrity celebs cinema movies movie films film music books literature theatre theater \
         television showbiz hollywood bollywood kultur musique livres livre litterature cine kultursanat sanat magazin tv heritage people \
         museums poetry photography-arts series medias spectacles cultura design architecture",
    ),
    (
        Subject::Religion,
        "دين ديني دينيه اسلام اسلامي اسلاميه اسلاميات فتاوي فتوي قران رمضان رمضانيات حج عمره شريعه مسيحيه كنيسه كناءس كنايس سيره مذهبي \
         religion religions islam islamic faith ramadan hajj quran christianity church belief din dini ramazan islamique",
    ),
    (
        Subject::Opinion,
        "راي اراء مقال مقالات كتاب-الراي اعمده عمود افتتاحيه افتتاحيات اقلام زوايا منبر مدونات تدوينات كتابنا يادداشت ديدگاه وجهات مقالاتي \
         opinion opinions oped editorial editorials columns column columnists columnist commentary comment blogs blog views viewpoint \
         commentisfree debats tribune tribunes idees chroniques edito editos yazarlar kose gorus meinung letters perspectives \
         chronique opinionpieces",
    ),
    (
        Subject::Society,
        "مجتمع مجتمعات مجتمعي اجتماعي اجتماعيه اجتماعيات حوادث حادث جراءم جرايم جريمه قضايا قضاء محاكم امن امنيات امني اسره عايله طفل امومه شباب \
         تعليم مدارس جامعات جامعه تربيه طلاب طلبه مراه نساء حواء زواج وفيات جامعي اجتماع جامعه زنان اموزش هيات \
         society social societe crime crimes courts court law legal justice family families education school schools university \
         universities parenting women youth kids obituaries toplum egitim aile kadin faits-divers famille femmes femme accidents \
         police police-justice judiciaire gesellschaft sociedad students asayis yasam religion-society polis enfants policejustice",
    ),
    (
        Subject::Misc,
        "منوعات متنوعات منوع متفرقات طرايف غرايب عجايب عجائب ترفيه تسليه سياحه سفر سفريات سيارات موضه ازياء جمال مطبخ وصفات طبخ ابراج حظك ديكور لايف \
         لايفستايل ستايل نمط استراحه اسلوب كوكتيل نواعم اتيكيت اكل خودرو گردشگري كردشكري سرگرمي سركرمي \
         lifestyle misc miscellaneous variety varieties varia divers diverse odd offbeat oddities fun viral trending-stories travel tourism \
         tourisme voyage voyages food cooking recipes recipe cars car auto autos automotive automobile automobiles fashion style beauty \
         horoscope horoscopes home-garden cuisine mode yemek seyahat turizm moda otomobil life living leisure weird quirky royals \
         gastronomie loisirs insolite astro weekend pets lifeandstyle",
    ),
];

/// Words that say where: they stand for a subject only where no topic is named beside them.
pub(super) const PLACES: &[(Subject, &str)] = &[
    (
        Subject::Local,
        "محليات محلي محليه محافظات محافظه بلديات بلدي بلديه جهات جهويه جهوي مدن مدينه قري مناطق داخل داخلي داخليه وطن وطني وطنيه وطنيات مملكه سلطنه \
         بلدنا بلادنا مواطن خدمات مجالس-محليه شوون-محليه اقاليم ولايات اخبارنا-المحليه داخلي استان استانها ايران-داخلي مرور طقس شهر \
         local locals locale locales national nation regional region regions regionales regionale metro city cities home-news domestic \
         community provinces province state states nationale yerel yurt gundem turkiye-gundem weather meteo lokales country inland",
    ),
    (
        Subject::World,
        "عالم عالمي عالميه دولي دوليه دوليات خارجي خارجيه خارجيات دول اقليمي اقليميه عرب عربي عربيه عربيات اسيا افريقيا اوروبا اوربا اوروبي امريكا امريكي امريكيه اميركا \
         اميركي اميركيات مغاربي مغاربيه مغرب-عربي خليج خليجي خليجيه خليجيات شرق-اوسط جهان بين-الملل بينالملل بين الملل خاورميانه دنيا مهجر جاليات هجره \
         لاجءون لاجيون world international internationale internationales global worldnews monde foreign abroad mideast middleeast europe africa asia \
         americas america latinamerica arab arabworld gulf dunya dis-haberler ortadogu avrupa proche-orient maghreb afrique europa welt \
         ausland mundo internacional asiapacific eurasia mena oceania diplomatie-monde un migration balkans",
    ),
];

/// Words that say nothing of what an article is about: left out of a name, and a name that is made of nothing else is
/// junk.
pub(super) const EMPTY: &str = "اخبار خبر انباء نبا اخر احدث اهم ابرز جديد مستجدات عاجل عاجله رييسي رييسيه رءيسيه رييسيات رئيسيه اولي صفحه عام عامه \
    غير مصنف مصنفه بدون تصنيف بلا قسم اقسام ملف ملفات تقرير تقارير تحقيق تحقيقات حوار حوارات مقابلات لقاءات فيديو فيديوهات صور صوره بالصور بالفيديو مولتيميديا \
    ميديا البوم مكتبه مرءي مرييات بث مباشر شريط سلايدر سلايد بانر مميز مميزه مميزات مختارات مختار مختاره اختيارات محرر خاص خاصه حصري حصريه اكثر قراءه مشاهده \
    ترند تريند متداول رايج هام مهم موجز نشره يومي يوميه اليوم الان اسبوعي عدد اعداد ارشيف ورقي طبعه نسخه موقع بوابه صحيفه جريده قناه شبكه متابعات متابعه تغطيات تغطيه \
    مواضيع موضوعات مواد اخرى اخري غيرها من في عن الي مع علي كل جميع زاويه ركن قصه قصص سلسله انفوجراف انفوغراف انفوجرافيك انفوغرافيك كاريكاتير بودكاست صوت تحليل \
    تحليلات ملخص هذا هنا بيان بيانات اعلان اعلانات اعلاني رعايه شركاء وظايف مسابقات استطلاع الاقسام ويكلي بيديا وكالات كتاب حزمه برامج برنامج اسرار اضواء كواليس زوم دوت تايم \
    مصدر مصادر محتوي جوايز تكريم منشور منشورات تدوينه رييس رييسه اس سكرول واجهه عناوين افتراضي خبري نيوز عالموقع نقاط ومضات لقطه كلمه خفايا تنويه هيءه تحرير وادي خبرنامه \
    news new latest recent breaking top stories story headlines headline main home homepage frontpage front page general uncategorized \
    uncategorised uncategorised unclassified other others featured feature features slider slideshow carousel banner hero video videos \
    photo photos gallery galleries multimedia media podcast podcasts audio live liveblog popular trending trend mostread most read \
    editors editor picks pick choice exclusive exclusives special specials reports report analysis interviews interview investigations \
    archive archives update updates today daily weekly post posts article articles default category categories section sections tag tags \
    all the of and in a an on for from with to award awards recognition recognitions press release releases pressrelease sponsored partner partners \
    advertorial advertisement ads promo newsletter widget sidebar block test blank null none actualite actualites actu actus une accueil \
    dernieres derniere minute infos info nouvelles nouvelle breve breves le la les de des du et en l d a-la-une dossier dossiers haber \
    haberler haberleri son dakika guncel manset mansetler genel foto galeri diger tum ve ilgili خبرها عكس فيلم-خبري همه عمومي ويژه اخرين مهمترين تازه \
    story briefs brief digest roundup explained explainer factcheck longform insight insights long reads quick magazine issue amp rss feed \
    feeds wp content wire ap afp reuters epaper print online web site stream timeline must see watch listen now day week s more \
    non classe classifiee sin categoria allgemein genel-haberler";

/// Countries and what is said of them, each with the top-level domain that is theirs: at home a local section, abroad
/// one of the world.
pub(super) const COUNTRIES: &[(&str, &str)] = &[
    ("eg", "مصر مصري مصريه مصريات egypt egypte misir"),
    ("sa", "سعوديه سعودي saudi saudiarabia arabiesaoudite"),
    ("ae", "امارات اماراتي اماراتيه emirates uae"),
    ("kw", "كويت كويتي كويتيه كويتيات kuwait"),
    ("qa", "قطر قطري قطريه qatar"),
    ("bh", "بحرين بحريني bahrain"),
    ("om", "عمان عماني عمانيه oman"),
    ("ye", "يمن يمني يمنيه yemen"),
    ("iq", "عراق عراقي عراقيه عراقيات كردستان iraq irak"),
    ("sy", "سوريا سوريه سوري سوريات syria syrie suriye"),
    ("lb", "لبنان لبناني لبنانيه لبنانيات lebanon liban"),
    ("jo", "اردن اردني اردنيه اردنيات jordan jordanie"),
    ("ps", "فلسطين فلسطيني فلسطينيه فلسطينيات غزه قدس ضفه palestine gaza jerusalem westbank filistin"),
    ("sd", "سودان سوداني سودانيه sudan soudan"),
    ("ly", "ليبيا ليبي ليبيه libya libye"),
    ("tn", "تونس تونسي تونسيه tunisia tunisie"),
    ("dz", "جزاير جزايري جزايريه جزاءر algeria algerie"),
    ("ma", "مغرب مغربي مغربيه morocco maroc"),
    ("mr", "موريتانيا موريتاني mauritania mauritanie"),
    ("so", "صومال صومالي somalia"),
    ("ir", "ايران ايراني ايرانيه iran"),
    ("tr", "تركيا تركي تركيه turkey turkiye turquie turkce"),
    ("il", "اسراييل اسراييلي اسراييليات اسراءيل عبري عبريه israel"),
    ("us", "واشنطن usa us united-states unitedstates etats-unis"),
    ("uk", "بريطانيا بريطاني لندن uk britain england scotland wales london"),
    ("fr", "فرنسا فرنسي باريس france paris"),
    ("de", "المانيا الماني germany deutschland allemagne"),
    ("ru", "روسيا روسي روسيه russia russie rusya موسكو"),
    ("cn", "صين صيني صينيه china chine"),
    ("ua", "اوكرانيا ukraine"),
    ("in", "هند هندي india inde"),
    ("pk", "باكستان pakistan"),
    ("af", "افغانستان afghanistan"),
    ("es", "اسبانيا spain espagne"),
    ("it", "ايطاليا italy italie"),
    ("ca", "كندا canada"),
    ("au", "استراليا australia"),
    ("jp", "يابان japan"),
];

/// Cities after which papers of their own countries name sections.
pub(super) const CITIES: &[(&str, &str)] = &[
    ("eg", "قاهره اسكندريه جيزه صعيد اسيوط سوهاج بورسعيد دقهليه cairo alexandria"),
    ("sa", "رياض جده مكه مدينه-منوره دمام احساء ابها قصيم حاءل تبوك عسير جازان نجران riyadh jeddah"),
    ("ae", "دبي ابوظبي شارقه عجمان فجيره dubai abudhabi sharjah"),
    ("iq", "بغداد بصره موصل نينوي كركوك اربيل انبار نجف كربلاء ديالي baghdad erbil"),
    ("sy", "دمشق حلب حمص حماه ادلب درعا لاذقيه دير-زور damascus aleppo"),
    ("lb", "بيروت صيدا طرابلس-لبنان بقاع beirut beyrouth"),
    ("ye", "صنعاء عدن تعز حضرموت مارب حديده aden sanaa"),
    ("ly", "طرابلس بنغازي مصراته سبها tripoli benghazi"),
    ("tn", "صفاقس سوسه بنزرت قابس قيروان نابل منستير sfax sousse"),
    ("dz", "وهران قسنطينه عنابه سطيف alger oran"),
    ("ma", "طنجه رباط بيضاء فاس مراكش اكادير تطوان وجده ناظور casablanca tanger rabat marrakech"),
    ("sd", "خرطوم درمان دارفور khartoum"),
    ("ps", "رامله نابلس خليل-مدينه جنين ramallah"),
    ("jo", "اربد زرقاء عقبه amman"),
    ("tr", "اسطنبول انقره istanbul ankara izmir"),
    ("ir", "طهران تهران اصفهان مشهد tehran"),
];
