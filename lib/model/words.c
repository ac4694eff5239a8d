/* SPDX-License-Identifier: MIT */
#include "model/words.h"

#include <string.h>

static const struct {
    const char *language;
    const char *words[WORD_COUNT];
    const char *yes, *no;
} table[] = {
    {"en",
     {"Yes", "No", "It worked", "It did not help", "Could not be done",
      "Accepted", "Declined"},
     "y yes yeah yep true",
     "n no nope false"},
    {"de",
     {"Ja", "Nein", "Es hat geholfen", "Es hat nicht geholfen",
      "War nicht möglich", "Angenommen", "Abgelehnt"},
     "j ja jawohl",
     "n nein nee"},
    {"fr",
     {"Oui", "Non", "Cela a marché", "Cela n'a pas aidé", "Impossible à faire",
      "Accepté", "Refusé"},
     "o oui ouais",
     "n non"},
    {"es",
     {"Sí", "No", "Ha funcionado", "No ha servido", "No se ha podido hacer",
      "Aceptado", "Rechazado"},
     "s sí si",
     "n no"},
    {"pt",
     {"Sim", "Não", "Funcionou", "Não ajudou", "Não foi possível", "Aceite",
      "Recusado"},
     "s sim",
     "n não nao"},
    {"gl",
     {"Si", "Non", "Funcionou", "Non axudou", "Non se puido facer", "Aceptado",
      "Rexeitado"},
     "s si",
     "n non"},
    {"it",
     {"Sì", "No", "Ha funzionato", "Non è servito", "Non è stato possibile",
      "Accettato", "Rifiutato"},
     "s sì si",
     "n no"},
    {"nl",
     {"Ja", "Nee", "Het werkt", "Het hielp niet", "Kon niet", "Aangenomen",
      "Afgewezen"},
     "j ja",
     "n nee"},
    {"uk",
     {"Так", "Ні", "Допомогло", "Не допомогло", "Не вдалося зробити",
      "Прийнято", "Відхилено"},
     "т так",
     "н ні"},
    {"ar",
     {"نعم", "لا", "نجح ذلك", "لم يفد ذلك", "لم يكن ذلك ممكنا", "مقبول",
      "مرفوض"},
     "نعم أجل",
     "لا كلا"},
};

static size_t find(const char *language)
{
    size_t length = language ? strcspn(language, "-_") : 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].language) == length &&
            memcmp(table[i].language, language, length) == 0)
            return i;
    return 0;
}

const char *tier1__word(enum word word, const char *language)
{
    return table[find(language)].words[word];
}

const char *tier1__word_also(enum word word, const char *language)
{
    size_t i = find(language);
    return word == WORD_YES ? table[i].yes : word == WORD_NO ? table[i].no : "";
}
