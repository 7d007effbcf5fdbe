-- Texts without a topic per brand, language and month: `texts` of sources that can be compared, `heard` of all.
-- Reads the texts of theme_texts.sql.
SELECT brand, language, month, countIf(is_compared) AS texts, count() AS heard
FROM theme_texts
WHERE is_open
GROUP BY brand, language, month
ORDER BY brand, language, month
