"""Common given names and surnames of Morocco, in both scripts, written by hand. Pure Python.

Only common ones, put together at random: a full name made here belongs to nobody in particular. Surnames of
the persons whom the founding texts name are left out.
"""

from dataclasses import dataclass
from random import Random

_WOMEN = """
فاطمة Fatima|عائشة Aicha|مريم Meryem|زينب Zineb|نعيمة Naima|حليمة Halima|رقية Rkia|سعيدة Saida|لطيفة Latifa
نزهة Nezha|حسناء Hasnaa|سناء Sanae|حنان Hanane|إيمان Imane|سمية Soumia|أسماء Asmae|هدى Houda|ليلى Laila
سميرة Samira|رشيدة Rachida|مليكة Malika|فتيحة Fatiha|زهرة Zahra|خديجة Khadija|ثريا Touria|بشرى Bouchra
كريمة Karima|أمينة Amina|صباح Sabah|وفاء Wafae|غزلان Ghizlane|نجاة Najat|عتيقة Atika|ربيعة Rabia
السعدية Saadia|يامنة Yamna|حفيظة Hafida|ابتسام Ibtissam|سلمى Salma|دنيا Dounia|هاجر Hajar|شيماء Chaimae
آمال Amal|منى Mouna|نورة Noura|جميلة Jamila|عزيزة Aziza|الزوهرة Zohra|سكينة Soukaina|إكرام Ikram
"""
_MEN = """
محمد Mohamed|أحمد Ahmed|حسن Hassan|حسين Houcine|علي Ali|عمر Omar|يوسف Youssef|إبراهيم Brahim|إدريس Driss
عبد الله Abdellah|عبد الرحيم Abderrahim|عبد العزيز Abdelaziz|عبد القادر Abdelkader|عبد الحق Abdelhak
مصطفى Mustapha|رشيد Rachid|سعيد Said|خالد Khalid|كريم Karim|نور الدين Noureddine|جمال Jamal|عزيز Aziz
الحسين Lahcen|بوشعيب Bouchaib|المصطفى El Mostafa|حميد Hamid|مبارك Mbarek|صالح Salah|ياسين Yassine
أمين Amine|أيوب Ayoub|زكرياء Zakaria|حمزة Hamza|أنس Anas|المهدي El Mehdi|هشام Hicham|طارق Tarik
إسماعيل Ismail|عثمان Othmane|بلال Bilal|العربي Larbi|الجيلالي Jilali|التهامي Thami|عبد السلام Abdeslam
فؤاد Fouad|منير Mounir|جواد Jaouad|نبيل Nabil|توفيق Taoufik|رضوان Redouane
"""
_SURNAMES = """
العلوي Alaoui|الإدريسي Idrissi|بنعلي Benali|بناني Bennani|التازي Tazi|برادة Berrada|الفاسي El Fassi
العراقي Iraqi|بنجلون Benjelloun|السقاط Sekkat|الصقلي Skalli|القادري Kadiri|الشرقاوي Cherkaoui
الناصري Naciri|الوزاني Ouazzani|الغزاوي Ghazaoui|الحسني Hassani|الزروالي Zerouali|اليعقوبي Yaacoubi
البقالي Bakkali|المرابط Mrabet|الخطابي Khattabi|الزياني Zayani|أمزيان Ameziane|أوعلي Ouali|أيت علي Ait Ali
أيت لحسن Ait Lahcen|بوزيان Bouziane|بوعزاوي Bouazzaoui|بنسعيد Bensaid|بنموسى Benmoussa|بنيوسف Benyoussef
بنعيسى Benaissa|بلحاج Belhaj|بلقاسم Belkacem|ولد علي Ould Ali|الحداد Haddad|النجار Najjar|الخياط Khayat
الدباغ Debbagh|البناء Bennaa|الصباغ Sebbagh|السمار Semmar|الفلاح Fellah|الراجي Raji|الصالحي Salhi
المنصوري Mansouri|الرحماني Rahmani|الكبيري Kabiri|الصغير Sghir|الطويل Touil|الأزرق Lazrak|الأحمر Lahmar
الوردي Ouardi|الزهراوي Zahraoui|المراكشي Marrakchi|الرباطي Rbati|الدكالي Doukkali|الشاوي Chaoui
الزعيم Zaim|المسعودي Messaoudi|الحمزاوي Hamzaoui|السليماني Slimani|الداودي Daoudi|الموساوي Moussaoui
العيساوي Aissaoui|الكتاني Kettani|الجوهري Jaouhari|المالكي Malki|الشافعي Chafii|حموش Hammouch|بنحدو Benhaddou
بوشامة Bouchama|مزوار Mezouar|كنون Guennoun|الخمليشي Khamlichi|بوعنان Bouanane|قباج Kabbaj|عواد Aouad
زنيبر Zniber|لحلو Lahlou|شقرون Chakroun|غلاب Ghallab|حجي Hajji|سباطة Sbata|الرايس Rais|الكرومي Karroumi
"""


@dataclass(frozen=True)
class Name:
    """One name as written on paper in each script."""

    ar: str
    fr: str


def _read(table: str) -> tuple[Name, ...]:
    names = []
    for pair in table.replace("\n", "|").split("|"):
        if pair.strip():
            start = next(place for place, letter in enumerate(pair) if letter.isascii() and letter.isalpha())
            names.append(Name(pair[:start].strip(), pair[start:].strip()))
    return tuple(names)


WOMEN, MEN, SURNAMES = _read(_WOMEN), _read(_MEN), _read(_SURNAMES)


def draw_given(chance: Random, sex: str) -> Name:
    """Return a given name of a woman ("f") or a man ("m"); the first of the list come more often, as in life."""
    names = WOMEN if sex == "f" else MEN
    return names[min(int(chance.triangular(0, len(names), 0)), len(names) - 1)]


def draw_surname(chance: Random) -> Name:
    """Return a surname, each as likely as the next."""
    return chance.choice(SURNAMES)
