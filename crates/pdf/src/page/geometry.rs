//! Rectangles and quarter turns: the arithmetic that the steps of the PDF source share.
//!
//! Coordinates are PDF points (1/72 inch), the origin is the page's top left corner as it is displayed, y grows downward.

use crate::document::Rect;

/// What a rectangle can tell about itself and its neighbours.
pub trait Area: Sized {
    /// Width in points.
    fn width(&self) -> f32;
    /// Height in points.
    fn height(&self) -> f32;
    /// The point in the middle.
    fn center(&self) -> (f32, f32);
    /// Whether the point lies inside or on the border.
    fn holds(&self, point: (f32, f32)) -> bool;
    /// Whether `other` lies inside, give or take `slack` points.
    fn encloses(&self, other: &Self, slack: f32) -> bool;
    /// Whether the two have a point in common.
    fn touches(&self, other: &Self) -> bool;
    /// Whether every coordinate is a finite number.
    fn is_finite(&self) -> bool;
    /// The rectangle with all coordinates multiplied.
    fn scaled(&self, factor: f32) -> Self;
}

impl Area for Rect {
    fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    fn center(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0)
    }

    fn holds(&self, (x, y): (f32, f32)) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    fn encloses(&self, other: &Self, slack: f32) -> bool {
        self.x0 - slack <= other.x0
            && other.x1 <= self.x1 + slack
            && self.y0 - slack <= other.y0
            && other.y1 <= self.y1 + slack
    }

    fn touches(&self, other: &Self) -> bool {
        self.x0 <= other.x1 && other.x0 <= self.x1 && self.y0 <= other.y1 && other.y0 <= self.y1
    }

    fn is_finite(&self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|value| value.is_finite())
    }

    fn scaled(&self, factor: f32) -> Self {
        Self { x0: self.x0 * factor, y0: self.y0 * factor, x1: self.x1 * factor, y1: self.y1 * factor }
    }
}

/// The smallest rectangle around all of them.
pub fn around(rects: impl IntoIterator<Item = Rect>) -> Option<Rect> {
    rects.into_iter().reduce(Rect::union)
}

/// The rectangle of a kurbo shape's bounding box.
#[expect(clippy::cast_possible_truncation, reason = "points on a page fit an f32")]
pub fn from_kurbo(rect: kurbo::Rect) -> Rect {
    let rect = rect.abs();
    Rect { x0: rect.x0 as f32, y0: rect.y0 as f32, x1: rect.x1 as f32, y1: rect.y1 as f32 }
}

/// A number of quarter turns clockwise, as the page is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Turn {
    /// Upright: text runs to the right.
    #[default]
    None,
    /// Text runs downward.
    Quarter,
    /// Text runs to the left, head down.
    Half,
    /// Text runs upward.
    ThreeQuarters,
}

impl Turn {
    /// The turn whose direction of writing is nearest to the vector.
    pub fn of_direction(x: f64, y: f64) -> Self {
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => Self::None,
            (true, false, _) => Self::Half,
            (false, _, true) => Self::Quarter,
            (false, _, false) => Self::ThreeQuarters,
        }
    }

    /// The turn that undoes this one.
    pub fn undone(self) -> Self {
        match self {
            Self::Quarter => Self::ThreeQuarters,
            Self::ThreeQuarters => Self::Quarter,
            other => other,
        }
    }

    /// This turn seen from a page that was itself turned by `page`.
    pub fn minus(self, page: Self) -> Self {
        let steps = |turn: Self| turn as u8;
        match (steps(self) + 4 - steps(page)) % 4 {
            0 => Self::None,
            1 => Self::Quarter,
            2 => Self::Half,
            _ => Self::ThreeQuarters,
        }
    }

    /// The rectangle after the page of the given size was turned by this many quarters clockwise.
    pub fn apply(self, rect: Rect, (width, height): (f32, f32)) -> Rect {
        match self {
            Self::None => rect,
            Self::Quarter => Rect { x0: height - rect.y1, y0: rect.x0, x1: height - rect.y0, y1: rect.x1 },
            Self::Half => Rect { x0: width - rect.x1, y0: height - rect.y1, x1: width - rect.x0, y1: height - rect.y0 },
            Self::ThreeQuarters => Rect { x0: rect.y0, y0: width - rect.x1, x1: rect.y1, y1: width - rect.x0 },
        }
    }

    /// The size of a page of the given size after the turn.
    pub fn size(self, (width, height): (f32, f32)) -> (f32, f32) {
        match self {
            Self::None | Self::Half => (width, height),
            Self::Quarter | Self::ThreeQuarters => (height, width),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_and_its_undoing_give_the_rectangle_back() {
        let (rect, size) = (Rect { x0: 10.0, y0: 20.0, x1: 30.0, y1: 25.0 }, (100.0, 200.0));
        for turn in [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters] {
            let turned = turn.apply(rect, size);
            assert_eq!(turn.undone().apply(turned, turn.size(size)), rect, "{turn:?}");
        }
    }

    #[test]
    fn turns_follow_the_direction_of_writing() {
        assert_eq!(Turn::of_direction(1.0, 0.1), Turn::None);
        assert_eq!(Turn::of_direction(0.0, 1.0), Turn::Quarter);
        assert_eq!(Turn::of_direction(0.0, -1.0), Turn::ThreeQuarters);
        assert_eq!(Turn::Quarter.minus(Turn::Quarter), Turn::None);
        assert_eq!(Turn::None.minus(Turn::Quarter), Turn::ThreeQuarters);
    }
}
