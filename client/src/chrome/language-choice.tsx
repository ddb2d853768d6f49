import { text } from "../text";
import { type Language, language, LANGUAGES, setLanguage } from "../text/language";

/** The page in another language; it is kept in the browser. */
export function LanguageChoice() {
  return (
    <label class="language">
      {text.start.language}{" "}
      <select
        data-testid="language" value={language.value}
        onChange={(event) => void setLanguage(event.currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
    </label>
  );
}
