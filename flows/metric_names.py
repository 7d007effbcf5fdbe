"""What a report calls the metrics, in the order in which a line shows them."""

from __future__ import annotations

from flows.indicators.planned import REPLY_DAYS

METRICS = {
    # how customers answer and what they say
    "nps": "NPS",
    "csat": "CSAT",
    "net_sentiment": "Net sentiment",
    "recommending": "Texts that recommend, %",
    "warning_others": "Texts that warn others, %",
    "promoters": "Promoters, %",
    "negative_customers": "Customers with something negative",
    "urgent_customers": "Customers in need of somebody soon",
    "expecting_customers": "Customers with an expectation or request, %",
    "mentions_without_topic": "Customers who say it per 1,000 texts without a topic",
    "volume": "Feedback",
    # rivals
    "mentions": "Mentions per 1,000 texts",
    "share_of_voice": "Share of voice, %",
    "sentiment_gap": "Net sentiment less the rival's",
    "net_sentiment_gap": "Net sentiment beside rivals",
    "net_sentiment_gap_change": "Lead in net sentiment",
    "praise_gap": "Customers who praise it elsewhere, %",
    # topics, causes and what they put at risk
    "negative_rate": "Bad words, %",
    "rating_lost": "Average rating (of 100)",
    "customers_at_risk": "Customers at risk",
    "revenue_at_risk": "Revenue at risk",
    "cause_share": "Share of bad words with a cause, %",
    "naming_customers": "Customers who name it per 1,000 who write",
    "broken_promise": "Texts of a broken promise, %",
    "delivery_gap": "Content customers as staff believe, %",
    "silent_unhappy": "Unhappy customers",
    "lapsed_silent": "Left without a complaint",
    "suggesting_people": "People who ask for it per 1,000 who write",
    "reason_to_buy": "Customers who buy for it, %",
    "rating_variance": "Of how ratings differ, %",
    # service
    "ces": "Ease on a scale of 1 to 7",
    "first_response": "Complaints answered in time, %",
    "resolution": "Complaints solved in time, %",
    "first_contact_resolution": "Solved at the first contact, %",
    "retention": "Customers who stayed, %",
    "response_rate": "Invitations answered, %",
    "nps_target": "NPS beside its target",
    "csat_target": "CSAT beside its target",
    "ces_target": "Ease beside its target",
    "first_response_target": "Complaints answered in time beside the target, %",
    "resolution_target": "Complaints solved in time beside the target, %",
    "first_contact_resolution_target": "Solved at the first contact beside the target, %",
    "retention_target": "Customers who stayed beside the target, %",
    "response_rate_target": "Invitations answered beside the target, %",
    "acknowledged_in_time": "Complaints acknowledged in time, %",
    "resolved_in_time": "Complaints resolved in time, %",
    "reopened": "Complaints reopened, %",
    "satisfaction_after": "CSAT after a complaint, %",
    "recovered_gap": "CSAT after a complaint beside that without one, %",
    "backlog_age": "Open complaints that are old, %",
    "backlog_growth": "Complaints left open, of 100 that came in",
    "on_time": "Orders on time, %",
    "defects": "Complaints about products and processes per 1,000 orders",
    "requests_met": "Special requests met in time, %",
    "replies_in_time": "Answered in time, %",
    # staff and programme
    "team_link": "Teams' staff and customers, rank correlation",
    "practice": "Checklist, % yes",
    "proactive_share": "Cases begun by us, %",
    # business, goals and prices
    "revenue": "Revenue",
    "orders": "Orders",
    "reply_share": f"Reviews answered within {REPLY_DAYS} days, %",
    "on_time_share": "Orders on time, %",
    "complaints_per_1000": "Complaints per 1,000 customers",
    "complaints": "Complaints",
    "acknowledge_hours": "Hours to a first acknowledgement",
    "respond_hours": "Hours to a first answer",
    "resolve_hours": "Hours to a solution",
    "price_sentiment": "Net sentiment about prices",
    "price_share": "Texts about prices, %",
    "core_churn": "Core customers lost",
    # whether the data can be trusted
    "silent_days": "Silent days",
    "sentiment_versions": "Versions of the sentiment model",
    "taxonomy_versions": "Versions of the topics",
}


def metric_name(metric: str) -> str:
    """As a manager calls it."""
    return METRICS.get(metric, metric.replace("_", " ").capitalize())
