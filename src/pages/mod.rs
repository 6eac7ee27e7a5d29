//! Pages for people: the narrator's sheet.
