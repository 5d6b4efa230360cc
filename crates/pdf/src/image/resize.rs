//! Other sizes: a picture is made smaller by the mean of its pixels, larger by what lies between them.

use super::Picture;

/// The pixels that a new pixel is made of: the first, and the weight of each, which add up to 1.
type Weights = (usize, Vec<f32>);

impl Picture {
    /// The picture with another width and height in pixels.
    pub(crate) fn resized(self, width: u32, height: u32) -> Self {
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let stride = self.width as usize * self.channels;
        let (across, down) = (weights(self.width, width), weights(self.height, height));
        let mut samples = Vec::with_capacity(width as usize * height as usize * self.channels);
        let mut column = vec![0.0; stride];
        for (first, shares) in &down {
            column.fill(0.0);
            for (row, share) in self.samples.chunks_exact(stride.max(1)).skip(*first).zip(shares) {
                column.iter_mut().zip(row).for_each(|(sum, value)| *sum += f32::from(*value) * share);
            }
            for (first, shares) in &across {
                let pixels = column.chunks_exact(self.channels).skip(*first);
                let mut sums = [0.0_f32; 3];
                for (pixel, share) in pixels.zip(shares) {
                    sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value * share);
                }
                samples.extend(sums.iter().take(self.channels).map(|sum| grey(*sum)));
            }
        }
        Self { width, height, samples, ..self }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a grey value; casts saturate")]
fn grey(value: f32) -> u8 {
    value.round() as u8
}

/// The weights of all new pixels along a side: a triangle as wide as a pixel's neighbours are apart.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places along a side of a picture; casts saturate"
)]
fn weights(old: u32, new: u32) -> Vec<Weights> {
    let scale = old as f32 / new.max(1) as f32;
    let reach = scale.max(1.0);
    let of = |at: u32| {
        let middle = (at as f32 + 0.5) * scale - 0.5;
        let last = old.saturating_sub(1) as usize;
        let from = ((middle - reach).ceil().max(0.0) as usize).min(last);
        let to = ((middle + reach).floor().max(0.0) as usize).clamp(from, last);
        let share = |place: usize| (1.0 - (place as f32 - middle).abs() / reach).max(1e-3);
        let sum: f32 = (from..=to).map(share).sum();
        (from, (from..=to).map(|place| share(place) / sum).collect())
    };
    (0..new).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_means_and_doubles_lie_between() {
        let picture = |width, height, samples: &[u8]| Picture {
            width,
            height,
            samples: samples.to_vec(),
            channels: 1,
            dots: None,
        };
        let flat = picture(40, 30, &[100; 1200]).resized(7, 90);
        assert!((flat.width, flat.height) == (7, 90) && flat.samples == vec![100; 630]);
        let edge = picture(2, 1, &[0, 200]).resized(4, 1);
        assert_eq!(edge.samples, [0, 50, 150, 200]);
        let half = picture(4, 2, &[0, 0, 200, 200, 0, 0, 200, 200]).resized(2, 1);
        assert!(half.samples[0] < 30 && half.samples[1] > 170, "{half:?}");
    }
}
