"""What the page makes of settings."""

#: of ``given.cases``, by ``given.table``: completed, or refused with field and reason
CHECKED = """
return given.cases.map((settings) => {
  try {
    return { settings: completed(settings, given.table) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { field: error.field, reason: error.reason };
  }
});
"""
