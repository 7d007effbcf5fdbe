-- Texts per brand, language, source and month: those without a topic (open), and the others.
-- Reads the texts of theme_texts.sql.
SELECT brand, language, source, month, countIf(is_open) AS open, countIf(NOT is_open) AS closed
FROM theme_texts
GROUP BY brand, language, source, month
ORDER BY brand, language, source, month
