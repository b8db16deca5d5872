"""Lists the phrases of a crawled page beside its article: one table, each with its kind and the reason.

To teach claimreader a new site, add a phrase to a row, or a row. Phrases are compared after `arabic.fold`, so
the spelling of hamzas, tashkeel and digits doesn't matter. The forms, from the safest to the boldest:

- WHOLE: the line is the phrase, or several phrases of its row one after another, but for symbols and counts.
- LABEL: the line begins with the phrase and a colon, dash or bar, and is short; or the phrase is all of it.
- PART: a sentence has the phrase in it; `…` in a phrase stands for anything between. Never where the sentence
  quotes or reports speech: there the words are news.

How they are looked up is in `phrases`; what a label does to the lines under it, in `kinds`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Form = Literal["WHOLE", "LABEL", "PART"]
Zone = Literal["any", "head", "tail", "edge", "after"]
"""The part of the text: before the first prose, after the last, either, or anywhere after the first."""


class Rule(NamedTuple):
    """One row. `phrases` are separated by `|`: regexes without capital escapes, for PART plain text."""

    kind: str
    form: Form
    zone: Zone
    phrases: str
    reason: str


WIRE = r"""(?:وكالة )?رويترز|ا ?ف ?ب|ا\. ?ف\. ?ب\.?|(?:وكالة )?فرانس برس|الفرنسية|وكالات|الوكالات|د ?ب ?ا
    |د\.ب\.ا|ا ب|ا ?ش ?ا|ا\.ش\.ا|[اأ]سوشي?يتد ?برس|(?:وكالة )?الأناضول|شينخوا|سبوتنيك|تاس|نوفوستي|بلومبي?رغ
    |يونهاب|سانا|واس|وام|كونا|قنا|بترا|وفا|صفا|واع|بي بي سي|سي ان ان|وسائل إعلام|مواقع إلكترونية|مواقع التواصل
    |afp|reuters|ap|bbc|cnn|dpa|getty(?: images)?|غيتي(?: إيميجز)?"""
"""Agencies, as credits and datelines name them."""

TABLE = (
    Rule(
        "related",
        "WHOLE",
        "tail",
        "السابق|التالي|(?:الخبر|المقال|الموضوع|المقالة) (?:السابق|التالي|السابقة|التالية)",
        "the story before and the one after, at the foot of a blog; above the story they are buttons",
    ),
    Rule(
        "ui",
        "WHOLE",
        "any",
        """اقرأ المزيد|قراءة المزيد|اقرأ أكثر|المزيد|(?:عرض|شاهد|أظهر|تحميل) المزيد|إغلاق
        |[اأ]غلق(?: القائمة)?|إلغاء|موافق|تخطي|السابق|التالي|القائمة|القائمة الرئيسية|بحث|البحث|ابحث
        |تسجيل الدخول|تسجيل|دخول|العودة إلى الأعلى|زر الذهاب إلى الأعلى
        |(?:تخطى|تخطي|انتقل|الانتقال|اذهب) إلى المحتوى(?: الرئيسي)?|close|menu|search|read more
        |skip to content|top|logo|icon|no image|photos?""",
        "buttons and menus, kept as words when a page is stripped of its HTML",
    ),
    Rule(
        "ui",
        "WHOLE",
        "any",
        """شارك|شاركها|شاركه|مشاركة|المشاركة
        |(?:شارك|شاركوا|مشاركة|انشر) (?:هذا |هذه )?(?:المقال|الخبر|الموضوع|القصة|المقالة|الصفحة)
        |(?:شارك|المشاركة|مشاركة) (?:على|عبر)|انشر|غرد|تغريدة|أعجبني|إعجاب|تابعنا|تابعونا|تابعنا على
        |تابعونا على|عبر|على|فيس ?بوك|تويتر|إكس|منصة إكس|وات ?س ?[اأ]ب|تلغرام|ت[يل]+[يل]?[غج]رام
        |لينكد ?[إا]ن|لينكدين|[إا]نستا?[غج]رام|انستقرام|يوتيوب|م[ا]?سنجر|سناب ?شات|بينتريست|تيك ?توك|ريديت
        |البريد|البريد الإلكتروني|عبر البريد|بريد إلكتروني|إيميل|(?:تم )?نسخ الرابط|انسخ الرابط
        |(?:ال)?رابط (?:ال)?مختصر|share|tweet|facebook|twitter|x|whats ?app|telegram|linked ?in|instagram
        |messenger|pinterest|reddit|youtube|e-?mail|copy (?:link|url)|url|link""",
        "share bars: names of networks in a row, often run together, often with counts",
    ),
    Rule(
        "ui",
        "WHOLE",
        "any",
        """طباعة|اطبع|حفظ|احفظ(?: المقال)?|استمع|استمع (?:إلى المقال|إلى الخبر|للمقال|للخبر)
        |(?:حجم|تكبير|تصغير) الخط|تشغيل|تشغيل الفيديو|إيقاف|كتم الصوت|إعلانات?|مساحة إعلانية|الإعلان
        |[إا]ضافة [إا]علان|advertisements?|ad|print|save|rss|مشاهدة|مشاهدات|المشاهدات|قراءة|قراءات|للقراءة
        |عدد (?:القراءات|المشاهدات|الزيارات)|(?:مدة|وقت|زمن) القراءة|أقل من دقيقة|دقيقة(?: واحدة)?|دقائق
        |دقيقتان|صورة (?:موضوعية|أرشيفية|تعبيرية)|أرشيفية|(?:ال)?تعليق (?:على )?الصورة""",
        "reading tools, counters, picture labels, and the word that marks an advertisement",
    ),
    Rule(
        "ui",
        "LABEL",
        "edge",
        "رئيس التحرير|رئيس مجلس الإدارة|رئيس مجلس[يى] الإدارة والتحرير|المشرف العام|المدير العام",
        "a newspaper's masthead",
    ),
    Rule(
        "section",
        "WHOLE",
        "head",
        """الرئيسية|الصفحة الرئيسية|أخبار|الأخبار|(?:[اآ]خر|أحدث|أهم) (?:الأخبار|المواضيع)|أخبار عاجلة|عاجل
        |خبر عاجل|(?:ال)?سياسة|سياسي|(?:ال)?اقتصاد|(?:ال)?رياضة|(?:ال)?عالم|حول العالم|العالم العربي
        |الوطن العربي|عرب وعالم|عربي وعالمي|عربي ودولي|عربي|عربية|عالمي|دولي|دولية|دوليات
        |شؤون (?:دولية|عربية)|أخبار (?:العالم|دولية|عالمية|عربية|محلية|سياسية|العرب)|محلي|محلية|محليات
        |ثقافة|فن|فنون|ثقافة وفن|منوعات|مجتمع|تقرير|تقارير|تقارير وتحقيقات|تحقيقات|تحليل|تحليلات|مقال
        |مقالات|(?:ال)?رأي|آراء|حوادث|قضايا|تكنولوجيا|علوم|علوم وتكنولوجيا|صحة|الشرق الأوسط|الخليج|أوروبا
        |آسيا|أفريقيا|أمريكا|أميركا|خاص|حصري|فيديو|صور|ملفات|حوار|حوارات|صحافة|home|news|world|politics
        |opinion""",
        "section labels and breadcrumbs above the headline; further down the same words are headings",
    ),
    Rule(
        "section",
        "LABEL",
        "head",
        "الرئيسية|الصفحة الرئيسية|home|أرشيف (?:التصنيف|الوسم)|القسم|قسم",
        "breadcrumbs that end in the headline: الرئيسية / الأخبار / ...",
    ),
    Rule(
        "source",
        "LABEL",
        "any",
        "المصدر|مصدر الخبر|مصدر الصورة|صدر الصورة،?|تصوير|نقلا عن|source|photo|credit",
        "where the story or its picture is from; not مصدر and مصادر, which open headlines (مصدر: موسكو تخسر)",
    ),
    Rule("source", "WHOLE", "any", WIRE + "|source link", "a wire credit that stands alone"),
    Rule(
        "source",
        "WHOLE",
        "edge",
        rf"(?:[^ ]+ ){{0,3}}[^ ]+ ?[-–—/(:]+ ?(?:{WIRE}|متابعات|متابعة|خاص|فريق التحرير|التحرير)",
        "a city or a paper and its wire: القاهرة - رويترز",
    ),
    Rule("source", "LABEL", "edge", "كتبت?|بقلم|إعداد|تحرير|ترجمة|بواسطة|by", "bylines"),
    Rule(
        "source",
        "WHOLE",
        "head",
        "كتبت? [^ .:]+ [^ .:]+(?: [^ .:]+)?",
        "bylines without a colon: كتب محمد علي",
    ),
    Rule(
        "keywords",
        "LABEL",
        "any",
        """(?:ال)?كلمات (?:ال)?(?:دلالية|مفتاحية|دالة)|كلمات البحث|(?:ال)?وسوم|(?:ال)?وسم|العلامات|علامات|تاغ
        |تاغات|تاجز|هاشتاغ|هاشتاج|التصنيفات|التصنيف|tags?|keywords?""",
        "keyword lists; with the label alone, the short lines under it",
    ),
    Rule(
        "related",
        "LABEL",
        "any",
        """و?اقرأ(?:ي|وا)? أيضا|(?:شاهد|شاهدوا|طالع|تابع) أيضا
        |(?:قد|ربما) (?:يهمك|يهمكم|يعجبك|يعجبكم|تهمك)(?: أيضا)?|للمزيد|للمزيد من التفاصيل|للمزيد اقرأ
        |لمزيد من الأخبار|اقرأ المزيد|المزيد|المزيد من|المزيد حول هذ[ها] (?:القصة|الموضوع)
        |(?:موضوع|خبر) ذو صلة
        |(?:ال)?(?:مقالات|أخبار|مواضيع|موضوعات|مواد|قصص|روابط) (?:ذات (?:ال)?صلة|متعلقة|مرتبطة|مشابهة|مقترحة)
        |(?:المقالات|الأخبار|المواضيع) (?:المتعلقة|المرتبطة|المشابهة)|ذات صلة|مواضيع قد تهمك|نرشح لكم?
        |اخترنا لكم?|ننصحكم? بقراءة|الأكثر (?:قراءة|مشاهدة|تداولا|شعبية|رواجا|تعليقا|متابعة|مشاركة)
        |يمكنك أيضا قراءة|من نفس القسم|مختارات|قصص مقترحة|read also|related(?: articles| news)?|see also
        |most read""",
        "links to other stories; a label alone on its line opens a block of them",
    ),
    Rule(
        "related",
        "WHOLE",
        "after",
        "(?:[اآ]خر|أحدث|أهم) (?:الأخبار|المواضيع)|أخبار (?:أخرى|عاجلة|الساعة)|المزيد (?:من الأخبار|في [^ ]+)",
        "list headings below the story; above it the same words are section labels",
    ),
    Rule(
        "comment-form",
        "WHOLE",
        "any",
        r"""اترك (?:تعليق[اك]?|رد[اك]?|تعليقك هنا)|[أا]ضف (?:تعليق[اك]?|رد[اك]?)|اكتب تعليق[اك]?|إضافة تعليق
        |(?:ال)?تعليقات|تعليق|(?:لا (?:يوجد|توجد) |لا )تعليقات|كن أول من يعلق(?: على (?:الخبر|المقال))?
        |(?:عذرا )?(?:ال)?تعليقات مغلقة|عدد التعليقات|هل ترغب بالتعليق على الموضوع|[أا]رسل تعليقك|تعليقك كزائر
        |شارك(?:نا)? (?:ب?رأيك)|إلغاء الرد|[إأا]رسا?ل التعليق|الاسم \*|البريد الإلكتروني \*|التعليق \*
        |الموقع الإلكتروني|leave a (?:comment|reply)|comments?|cancel reply""",
        "the comment form's headings and field names",
    ),
    Rule(
        "comment-form",
        "PART",
        "any",
        """لن يتم نشر عنوان بريدك|لن يتم نشر البريد الإلكتروني الخاص بك|لن ينشر بريدك
        |الحقول الإلزامية مشار إليها|الحقول المطلوبة مشار إليها|احفظ اسمي … بريدي|احفظ اسمي … البريد
        |يجب أن تكون مسجلا … تعليق|يجب أنت تكون مسجل الدخول|يجب تسجيل الدخول … إضافة تعليق
        |يجب تسجيل الدخول … لترك تعليق|التعليقات المنشورة … لا تعبر عن|التعليقات … عن آراء أصحابها
        |أعلمني بمتابعة التعليقات|أعلمني بالمشاركات الجديدة|هذا الموقع يستخدم akismet
        |هذا الموقع يستخدم خدمة أكيسميت""",
        "the standing sentences of WordPress and other comment forms",
    ),
    Rule(
        "banner",
        "PART",
        "edge",
        """دعمكم يساعدنا|دعمك يساعدنا|دعمكم يسمح لنا|دعمك يسمح لنا|دعمكم يصنع الفارق|دعمك يصنع الفارق
        |دعمكم يحدث فرقا|دعمك يحدث فرقا|دعمكم يمكننا|دعمك يمكننا|تبرعك يساعدنا|تبرعكم يساعدنا
        |تبرعك يسمح لنا|تبرعكم يسمح لنا|تبرع الآن|ساعدونا في الاستمرار|ادعم الصحافة|ادعموا الصحافة
        |ثمن الصحافة الجيدة|حجبك عن تقاريرنا|نظام حظر الاشتراك|تبرعات قرائنا|نعتمد على تبرعات … القراء""",
        "appeals for money, as translated from British and American papers; they take their paragraph along",
    ),
    Rule(
        "banner",
        "PART",
        "any",
        """نستخدم ملفات تعريف الارتباط|يستخدم هذا الموقع ملفات تعريف|هذا الموقع يستخدم ملفات تعريف
        |موقعنا يستخدم ملفات تعريف|يستخدم موقعنا ملفات تعريف|بالاستمرار في تصفح … توافق
        |باستخدامك لهذا الموقع|نستخدم الكوكيز|we use cookies""",
        "cookie notices",
    ),
    Rule(
        "banner",
        "PART",
        "any",
        """اشترك في نشرتنا|اشتركوا في نشرتنا|اشترك الآن في|اشترك في القائمة البريدية|اشترك في قائمتنا البريدية
        |أدخل بريدك الإلكتروني|أدخل البريد الإلكتروني|نشرتنا البريدية
        |نشرتنا الإخبارية|اشترك في قناتنا|اشتركوا في قناتنا|انضم إلى قناتنا|انضموا إلى قناتنا|انضم لقناتنا
        |تابعوا قناتنا|تابع قناتنا|تابعوا صفحتنا|سجل إعجابك بصفحتنا|شاركه مع أصدقائك|تابعونا على
        |تابعونا عبر|تابعنا على فيسبوك|تابعنا على تويتر|تابعنا على منص|تابعنا على جوجل|تابعنا على غوغل
        |تابعنا عبر جوجل|تابع آخر الأخبار … عبر|تابع أحدث الأخبار عبر|تابعوا آخر الأخبار … عبر
        |تابعوا آخر الأخبار … على|لمتابعة آخر الأخبار … اشترك|لمتابعة آخر الأخبار … تابع
        |لمتابعة آخر الأخبار … انضم|لمتابعة أخبار … تابعوا|ليصلك كل جديد|لتصلك آخر الأخبار|حمل تطبيقنا
        |حملوا تطبيق|حمل التطبيق الآن|فعل الإشعارات|اضغط هنا للاشتراك|انقر هنا للاشتراك|تصفح بدون إعلانات""",
        "newsletters, channels, apps: the site speaks to its reader in the imperative",
    ),
    Rule(
        "banner",
        "PART",
        "edge",
        """جميع الحقوق محفوظة|كل الحقوق محفوظة|كافة الحقوق محفوظة|حقوق النشر محفوظة|حقوق الطبع محفوظة
        |all rights reserved|إعادة نشر المحتوى|إعادة نشر هذا المقال|إعادة نشر هذه المادة|إعادة نشر المواد
        |المقال يعبر عن رأي|المقال لا يعبر عن رأي|المقالة تعبر عن رأي|الآراء الواردة في … تعبر عن
        |الآراء المنشورة … تعبر عن|هذا المحتوى مترجم|تمت ترجمة هذا المقال""",
        "copyright and liability lines; not a bare إعادة نشر, which armies do with troops",
    ),
    Rule(
        "ui",
        "PART",
        "any",
        """اقرأ المزيد عن|اقرأ المزيد على|واجهت مشكلة في مشاهدة الفيديو|متصفحك لا يدعم|لا يدعم متصفحك
        |انتم الان تتابعون خبر|والان نترككم مع التفاصيل|نعرض لكم زوارنا""",
        "what aggregators put around a story they copied, and players that didn't load",
    ),
)
